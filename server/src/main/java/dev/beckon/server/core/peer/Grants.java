package dev.beckon.server.core.peer;

/**
 * What the holder of an access token may do.
 *
 * @param peerIds the peer ids that it may take
 * @param rooms the rooms that it may join
 * @param signalTo the peers that it may signal to
 * @param watch the peers whose presence it may watch
 * @param publish whether it may publish tracks
 * @param moderate whether it may moderate its rooms
 * @param admin whether it may call the Admin service
 */
public record Grants(
        IdPatterns peerIds,
        IdPatterns rooms,
        IdPatterns signalTo,
        IdPatterns watch,
        boolean publish,
        boolean moderate,
        boolean admin) {

    public static final Grants ALL =
            new Grants(IdPatterns.ANY, IdPatterns.ANY, IdPatterns.ANY, IdPatterns.ANY, true, true, true);
}
