import { SourceIcon } from "../icons";
import { sourceFile } from "../state/store";

/** Opens the source of one panel, by its file name. */
export function SourceLink({ file }: { readonly file: string }) {
  return (
    <button
      type="button"
      class="source-link"
      aria-label={`Source of this panel: ${file}`}
      onClick={() => {
        sourceFile.value = file;
      }}
    >
      <SourceIcon class="icon" aria-hidden="true" />
      <code>{file}</code>
    </button>
  );
}
