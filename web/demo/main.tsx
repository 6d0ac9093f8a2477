import { effect } from "@preact/signals";
import { render } from "preact";

import "uplot/dist/uPlot.min.css";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/controls.css";
import "./styles/pill.css";
import "./styles/notes.css";
import "./styles/lobby.css";
import "./styles/room.css";
import "./styles/header.css";
import "./styles/roster.css";
import "./styles/dialog.css";
import "./styles/announcer.css";
import "./styles/stage.css";
import "./styles/tile.css";
import "./styles/call-bar.css";
import "./styles/side.css";
import "./styles/chat.css";
import "./styles/connection.css";
import "./styles/sequence.css";
import "./styles/steps.css";

import { App } from "./app";
import { onBack } from "./calls/back-button";
import { startDevices } from "./calls/media";
import { leave, onPageHide } from "./calls/meeting";
import { readIdentity } from "./state/identity";
import { listenToKeys } from "./state/shortcuts";
import { roomName, unread } from "./state/store";
import { isolate } from "./state/text";
import { watchWidth } from "./state/views";

readIdentity();
watchWidth();
listenToKeys();
onBack(leave);
addEventListener("pagehide", onPageHide);
void startDevices();

effect(() => {
  const news = unread.value > 0 ? `(${unread.value}) ` : "";
  document.title = `${news}${isolate(roomName.value)} · Beckon`;
});

const place = document.getElementById("app");
if (place) render(<App />, place);
