import type { PeerLink } from "./link.js";
import type { PeerLinkOptions } from "./link-options.js";
import { SessionLink } from "./session-link.js";
import { watchOtherOffers } from "./unclaimed-offers.js";

/**
 * Creates a link with one peer. It answers that peer's offers automatically; `call()` sends the first one. It survives
 * changes of signaling sessions on both sides, see `SessionLink`. For the members of a room use `createCall`, which
 * creates links, and replaces them when a peer returns without its connection.
 */
export function createPeerLink(options: PeerLinkOptions): PeerLink {
  const stopWatching = watchOtherOffers(options);
  const link = new SessionLink(options);
  const remove = options.signaling.on((event) => {
    if (event.type === "session-ended") {
      link.loseSession();
    } else if (event.type === "state" && event.state.status === "connected") {
      link.meet(undefined);
    } else {
      link.handle(event);
    }
  });
  link.on((event) => {
    if (event.type === "closed") {
      remove();
      stopWatching();
    }
  });
  return link;
}
