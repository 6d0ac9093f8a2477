package dev.beckon.server.core.peer;

/**
 * The permissions of an access token.
 *
 * @param peerIds peer ids it may register
 * @param rooms rooms it may join
 * @param signalTo peers it may send signals to
 * @param watch peers whose presence it may watch
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
