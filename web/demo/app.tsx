import { Announcer } from "./panels/announcer";
import { Lobby } from "./panels/lobby";
import { Room } from "./panels/room";
import { Shortcuts } from "./panels/shortcuts";
import { SourceDialog } from "./panels/source-dialog";
import { isHelpOpen, screen, sourceFile } from "./state/store";

/** The page: lobby or room, with dialogs and notes above. */
export function App() {
  return (
    <>
      {screen.value === "room" ? <Room /> : <Lobby />}
      <Announcer />
      {isHelpOpen.value && <Shortcuts />}
      {sourceFile.value && <SourceDialog key={sourceFile.value} file={sourceFile.value} />}
    </>
  );
}
