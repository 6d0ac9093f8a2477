import { ChatIcon, ConnectionIcon, EnlargeIcon, ReduceIcon, SignalingIcon } from "../icons";
import type { SideTab } from "../state/model";
import { isSideLarge, sheet, sideTab, unread } from "../state/store";
import { openSide } from "../state/views";
import { Chat } from "./chat";
import { Connection } from "./connection";
import { CloseSheet, Sheet } from "./sheet";
import { Signaling } from "./signaling";

const TABS = [
  { tab: "chat", words: "Chat", Icon: ChatIcon },
  { tab: "signaling", words: "Signaling", Icon: SignalingIcon },
  { tab: "connection", words: "Connection", Icon: ConnectionIcon },
] as const;

/** Chat, the sequence diagram of the signaling, and the statistics of a connection. */
export function SidePanel() {
  const current = sideTab.value;
  return (
    <Sheet label="Chat and signaling" class="side" isOpen={sheet.value === "side"} isLarge={isSideLarge.value}>
      <header class="panel-header">
        <div class="tabs" role="tablist" aria-label="Side panel" onKeyDown={moveBetweenTabs}>
          {TABS.map(({ tab, words, Icon }) => (
            <button
              key={tab}
              type="button"
              role="tab"
              id={`tab-${tab}`}
              class="tab"
              aria-selected={current === tab}
              aria-controls="side-content"
              tabIndex={current === tab ? 0 : -1}
              onClick={() => openSide(tab)}
            >
              <Icon class="icon" aria-hidden="true" />
              {words}
              {tab === "chat" && unread.value > 0 && (
                <span class="badge" role="img" aria-label={`${unread.value} new`} />
              )}
            </button>
          ))}
        </div>
        <SizeToggle />
        <CloseSheet />
      </header>
      <div id="side-content" class="side-content" role="tabpanel" aria-labelledby={`tab-${current}`}>
        {current === "chat" && <Chat />}
        {current === "signaling" && <Signaling />}
        {current === "connection" && <Connection />}
      </div>
    </Sheet>
  );
}

/** Arrow keys move between tabs, as recommended by the WAI-ARIA Authoring Practices. */
function moveBetweenTabs(event: KeyboardEvent): void {
  const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
  if (step === 0) return;
  const names: SideTab[] = TABS.map(({ tab }) => tab);
  const next = names[(names.indexOf(sideTab.value) + step + names.length) % names.length];
  if (!next) return;
  openSide(next);
  document.getElementById(`tab-${next}`)?.focus();
}

function SizeToggle() {
  const isLarge = isSideLarge.value;
  const Icon = isLarge ? ReduceIcon : EnlargeIcon;
  return (
    <button
      type="button"
      class="button quiet round wide-only"
      aria-pressed={isLarge}
      aria-label="Large side panel"
      title={isLarge ? "Make smaller" : "Make larger"}
      onClick={() => {
        isSideLarge.value = !isLarge;
      }}
    >
      <Icon class="icon" aria-hidden="true" />
    </button>
  );
}
