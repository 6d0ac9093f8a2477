import { areShortcutsOn, SHORTCUTS, setShortcuts } from "../state/shortcuts";
import { isHelpOpen } from "../state/store";
import { Dialog } from "./dialog";
import { SourceLink } from "./source-link";

/** Lists the single-key shortcuts, and can disable them. */
export function Shortcuts() {
  return (
    <Dialog
      title="Keyboard shortcuts"
      onClose={() => {
        isHelpOpen.value = false;
      }}
    >
      <dl class="shortcuts">
        {SHORTCUTS.map(({ key, words }) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      <label class="check">
        <input
          type="checkbox"
          checked={areShortcutsOn.value}
          onChange={(event) => setShortcuts(event.currentTarget.checked)}
        />
        Single keys are on
      </label>
      <SourceLink file="shortcuts.tsx" />
    </Dialog>
  );
}
