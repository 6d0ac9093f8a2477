// The stage: tiles keep their order, close up when somebody leaves, and show whole pictures.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { call, launch, openRoom, type Person, randomRoom } from "./browser.js";

let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});

afterAll(() => browser.close());

interface Box {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly middle: number;
}

function tilesOf({ page }: Person): Promise<Box[]> {
  return page.getByTestId("tile").evaluateAll((tiles) =>
    tiles.map((tile) => {
      const { left, width, height } = tile.getBoundingClientRect();
      return { name: tile.getAttribute("aria-label") ?? "", width, height, middle: left + width / 2 };
    }),
  );
}

const namesOf = async (person: Person) => (await tilesOf(person)).map(({ name }) => name);

test("when people leave, the others close up in their order, and the last has the whole stage", async () => {
  const room = randomRoom();
  const ana = await openRoom(browser, "Ana", room);
  const others: Person[] = [];
  for (const name of ["Ben", "Carla", "Dmitri"]) {
    const other = await openRoom(browser, name, room);
    await call(other, ana);
    others.push(other);
  }
  expect(await namesOf(ana)).toEqual(["Ben", "Carla", "Dmitri"]);
  await others[1]?.page.getByTestId("leave").click();
  await expect.poll(() => namesOf(ana)).toEqual(["Ben", "Dmitri"]);
  await others[0]?.page.getByTestId("leave").click();
  await expect.poll(() => namesOf(ana)).toEqual(["Dmitri"]);
  const stage = await ana.page.locator(".stage-area").boundingBox();
  const [last] = await tilesOf(ana);
  expect(last?.width).toBeCloseTo(stage?.width ?? 0, -1);
  expect(last?.middle).toBeCloseTo((stage?.x ?? 0) + (stage?.width ?? 0) / 2, 0);
  for (const { page } of [ana, ...others]) await page.context().close();
});

test.each([
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
])("a picture is shown whole, at $width px", async (viewport) => {
  const room = randomRoom();
  const ben = await openRoom(browser, "Ben", room);
  const ana = await openRoom(browser, "Ana", room, { viewport });
  await call(ana, ben);
  const video = ana.page.getByTestId("tile").locator("video");
  await expect.poll(() => video.evaluate((one) => (one as HTMLVideoElement).videoWidth)).toBeGreaterThan(0);
  expect(await video.evaluate((one) => getComputedStyle(one).objectFit)).toBe("contain");
  // And it fills most of its tile: no narrow strip in a square.
  const shown = await video.evaluate((one) => {
    const { videoWidth, videoHeight, clientWidth, clientHeight } = one as HTMLVideoElement;
    const scale = Math.min(clientWidth / videoWidth, clientHeight / videoHeight);
    return (videoWidth * scale * videoHeight * scale) / (clientWidth * clientHeight);
  });
  expect(shown).toBeGreaterThan(0.7);
  for (const { page } of [ana, ben]) await page.context().close();
});

test("who shares a screen with the camera off has no empty picture in it", async () => {
  const room = randomRoom();
  const ben = await openRoom(browser, "Ben", room);
  const ana = await openRoom(browser, "Ana", room);
  await call(ana, ben);
  await ben.page.getByTestId("camera").click();
  await ana.page.getByTestId("tile").getByText("Camera is off").waitFor();
  await ben.page.getByTestId("share").click();
  await ana.page.getByLabel("Ben's screen").waitFor();
  expect(await ana.page.locator(".tile-inset").count()).toBe(0);
  // The voice is still there.
  expect(await ana.page.getByLabel("Ben's microphone").count()).toBe(1);
  await ben.page.getByTestId("camera").click();
  await ana.page.locator(".tile-inset").waitFor();
  for (const { page } of [ana, ben]) await page.context().close();
});

test("the link to copy is there once, whoever is here and however wide the page is", async () => {
  const room = randomRoom();
  const ana = await openRoom(browser, "Ana", room);
  const links = ana.page.getByTestId("copy-link").filter({ visible: true });
  expect(await links.count()).toBe(1);
  const ben = await openRoom(browser, "Ben", room);
  await ana.page.getByRole("button", { name: "Call Ben" }).first().waitFor();
  expect(await links.count()).toBe(1);
  await ana.page.setViewportSize({ width: 390, height: 844 });
  await ana.page.getByRole("button", { name: "People, 2" }).click();
  expect(await links.count()).toBe(1);
  for (const { page } of [ana, ben]) await page.context().close();
});
