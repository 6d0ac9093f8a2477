// What people see when something is missing: the camera, the server.
import type { Browser } from "playwright-core";
import { afterEach, expect, test } from "vitest";
import { call, expectVideoBothWays, framesDecoded, launch, openLobby, openRoom, randomRoom } from "./browser";

const browsers: Browser[] = [];

async function start(...kind: Parameters<typeof launch>): Promise<Browser> {
  const browser = await launch(...kind);
  browsers.push(browser);
  return browser;
}

afterEach(async () => {
  for (const browser of browsers.splice(0)) await browser.close();
});

test("without a camera one is told why, can join, and sees the others", async () => {
  const room = randomRoom();
  const ben = await openRoom(await start(), "Ben", room);
  const ana = await openLobby(await start("camera-denied"), "Ana", room);
  await ana.page.getByText("This page may not use your camera and microphone.").waitFor();
  await ana.page.getByLabel("Your name").fill("Ana");
  await ana.page.getByRole("button", { name: "Join now" }).click();
  await call(ana, ben);
  await expectVideoBothWays(ana);
  await ben.page.getByTestId("tile").getByText("Camera is off").waitFor();
  expect(await framesDecoded(ben)).toBe(0);
  expect([...ana.complaints, ...ben.complaints]).toEqual([]);
});

test("a server that cannot be reached is said in words, and waiting for it can be cancelled", async () => {
  // Port 1 of this machine: nothing listens there.
  const { page } = await openLobby(await start(), "Ana", randomRoom(), { server: "http://127.0.0.1:1" });
  await page.getByLabel("Your name").fill("Ana");
  await page.getByRole("button", { name: "Join now" }).click();
  await page.getByText("Joining the room…").waitFor();
  await page.getByText("The Beckon server cannot be reached.").waitFor();
  expect(await page.locator("main").innerText()).not.toMatch(/Error|fetch|undefined/);
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByText("Joining the room…").waitFor({ state: "detached" });
});

test("going offline shows in the pill, and the room is back when the network is", async () => {
  const room = randomRoom();
  const browser = await start();
  const ana = await openRoom(browser, "Ana", room);
  const pill = ana.page.getByTestId("signaling-pill");
  await expect.poll(() => pill.textContent()).toBe("Connected");
  await ana.page.route(/beckon\.v1/, (route) => route.abort());
  const ben = await openRoom(browser, "Ben", room);
  await ana.page.getByTestId("person").waitFor();
  expect(await ben.page.getByTestId("person").count()).toBe(1);
});
