import { useEffect, useState } from "preact/hooks";

import { sourceFile } from "../state/store";
import { Dialog } from "./dialog";
import { Wait } from "./wait";

// The files as in the repository; each one is fetched only when it is opened.
const FILES = import.meta.glob<string>("../{panels,sequence}/*.tsx", { query: "?raw", import: "default" });

function loaderOf(file: string) {
  return Object.entries(FILES).find(([path]) => path.endsWith(`/${file}`))?.[1];
}

/** Shows the source of one panel. */
export function SourceDialog({ file }: { readonly file: string }) {
  const [text, setText] = useState<string | null>(null);

  useEffect(() => {
    let isCurrent = true;
    const show = (content: string) => isCurrent && setText(content);
    loaderOf(file)?.().then(show, () => show("This file could not be loaded. Check the connection and try again."));
    return () => {
      isCurrent = false;
    };
  }, [file]);

  return (
    <Dialog
      title={file}
      kind="wide"
      onClose={() => {
        sourceFile.value = null;
      }}
    >
      {text === null ? (
        <Wait>Loading the file…</Wait>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a long text must scroll by keyboard
        <pre class="source" tabIndex={0}>
          {text}
        </pre>
      )}
    </Dialog>
  );
}
