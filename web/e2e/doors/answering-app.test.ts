import { delimiter, join } from "node:path";
import { expect, inject, onTestFinished, test } from "vitest";
import { javaCommand } from "../support/beckon-server.js";
import { startChild } from "../support/child.js";
import { builtModule } from "../support/files.js";
import { freshId } from "../support/peer.js";
import { Terminal } from "../support/terminal.js";
import { eventually } from "../support/waiting.js";

const target = builtModule("client-java");
const classPath = [join(target, "test-classes"), join(target, "classes"), join(target, "lib", "*")].join(delimiter);

test("an offer typed into grpcurl is answered by a Java app", async () => {
  const address = new URL(inject("plain").urls.Connect).host;
  const [alice, app] = [freshId("alice"), freshId("app")];
  const peer = startChild("answering-peer", javaCommand(), [
    ...["-cp", classPath, "dev.beckon.client.samples.AnsweringPeer", address, app],
  ]);
  onTestFinished(async () => void (await peer.stop()));
  await peer.alive(eventually("the app is registered", () => expect(peer.output()).toContain(`LIVE ${app}`)));

  // Not earlier: the server ends a stream that says no hello for 5 s.
  const terminal = new Terminal(alice, `grpcurl -plaintext -d @ ${address} beckon.v1.Signaling/Connect`);
  onTestFinished(() => terminal.kill());
  terminal.type(JSON.stringify({ hello: { peer_id: alice } }));
  expect(await terminal.shows(1)).toContain('"welcome"');
  terminal.type(JSON.stringify({ signal: { to: app, offer: { sdp: "v=0\r\ns=typed\r\n", offer_id: 7 } } }));
  const { events } = JSON.parse(await terminal.shows(1)) as { events: unknown[] };
  expect(events).toMatchObject([
    { signal: { from: app, answer: { sdp: expect.stringContaining("s=answer to offer 7") as string, offer_id: 7 } } },
  ]);
  expect(peer.output()).toContain(`answered offer 7 of ${alice}`);
  expect(await terminal.end()).toEqual({ code: 0, unread: "" });
});
