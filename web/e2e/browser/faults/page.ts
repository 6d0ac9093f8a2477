// The page of ../faults.test.ts: a call made with the libraries as an app makes it, which tells the test every signal that it
// gives to the library and gets from it, and which stands still at one point of the set-up when the test wants it.
import { createCall, type RoomPort } from "../../../src/rtc/index.js";
import { connectSignaling, type SignalBody } from "../../../src/signaling/index.js";
import type { Account, Point } from "./account.js";

declare global {
  interface Window {
    /** Made by the test. */
    account(entry: Account): void;
    trial: typeof trial;
  }
}

const PEER_ID = parameter("peer");
const KEY = "replaced-session";

let point: Point | undefined;
let goOn: () => void = () => undefined;

const trial = {
  call: (peerId: string) => void call.call(peerId),
  say: (text: string) => call.sendChat(text),
  /** Whoever comes to the point from now on waits there. */
  hold: (at: Point) => {
    point = at;
  },
  release: () => {
    point = undefined;
    goOn();
  },
};

function parameter(name: string): string {
  return new URL(location.href).searchParams.get(name) ?? "";
}

/** Waits here if the test wants it. */
async function pass(at: Point): Promise<void> {
  if (point === at) {
    window.account({ type: "held", at });
    const before = goOn;
    await new Promise<void>((resolve) => {
      goOn = () => {
        before();
        resolve();
      };
    });
  }
}

const setRemoteDescription: (description: RTCSessionDescriptionInit) => Promise<void> =
  RTCPeerConnection.prototype.setRemoteDescription;
RTCPeerConnection.prototype.setRemoteDescription = async function (description: RTCSessionDescriptionInit) {
  await pass("description");
  await setRemoteDescription.call(this, description);
};

const { fetch } = window;
window.fetch = async (input, init) => {
  const isSend = String(input).endsWith("/beckon.v1.Signaling/Send");
  if (isSend) await pass("request");
  const response = await fetch(input, init);
  if (isSend) await pass("response");
  return response;
};

/** What both sides know a signal by. Descriptions and candidates hold random ids, so that no two are alike. */
function nameOf(connectionId: string, { ...body }: SignalBody): string {
  // Which the server adds.
  if (body.type === "offer") delete (body as { polite?: boolean }).polite;
  return JSON.stringify([connectionId, Object.entries(body).sort()]);
}

const signaling = connectSignaling({
  url: parameter("server"),
  peerId: PEER_ID,
  ...rememberedKey(),
});
window.addEventListener("pagehide", () => sessionStorage.setItem(KEY, JSON.stringify([...signaling.sessionKey])));
signaling.on((event) => {
  if (event.type === "signal") {
    const { from, connectionId, body } = event.signal;
    window.account({ type: "got", name: `${from} ${nameOf(connectionId, body)}` });
  } else if (event.type === "outcome") {
    window.account({ type: "outcome", id: event.signalId, outcome: event.outcome });
  } else if (event.type === "state") {
    const { state } = event;
    window.account({ type: "state", words: state.status === "connected" ? state.result : state.status });
  } else if (event.type === "room") {
    const members = event.view.members.filter(({ state }) => state === "live");
    window.account({ type: "members", sessions: members.map(({ peerId, sessionId }) => `${peerId} ${sessionId}`) });
  }
});

function rememberedKey(): { readonly replacedSessionKey?: Uint8Array } {
  const key = sessionStorage.getItem(KEY);
  return key === null ? {} : { replacedSessionKey: Uint8Array.from(JSON.parse(key) as number[]) };
}

const port: RoomPort = {
  peerId: PEER_ID,
  get sessionId() {
    return signaling.sessionId;
  },
  get iceServers() {
    return signaling.iceServers;
  },
  get rooms() {
    return signaling.rooms;
  },
  on: (listener) => signaling.on(listener),
  join: (room, options) => signaling.join(room, options),
  leave: (room) => void signaling.leave(room),
  whenQueueHasRoom: () => signaling.whenQueueHasRoom(),
  send: (signal) => {
    const name = `${PEER_ID} ${nameOf(signal.connectionId ?? "", signal.body)}`;
    window.account({ type: "sent", id: signaling.send(signal), kind: signal.body.type, name });
  },
};

const call = createCall({ signaling: port, room: parameter("room"), calls: "nobody" });
call.on((event) => {
  if (event.type !== "link") return;
  const { event: change } = event;
  if (change.type === "chat-state") window.account({ type: "chat", isOpen: change.isOpen });
  if (change.type === "chat-message") window.account({ type: "heard", text: change.text });
});
window.trial = trial;
window.account({ type: "began" });
await call.join();
