import { Mark } from "../icons";
import { initials } from "../state/format";
import { shorten } from "../state/text";
import type { Layout } from "./layout";
import type { NameOf } from "./words";

const LONGEST_NAME = 11;

/** The heads of the lifelines, which stay visible. */
export function LaneHeads({ layout, nameOf }: { readonly layout: Layout; readonly nameOf: NameOf }) {
  return (
    <div class="lane-heads" aria-hidden="true" style={{ inlineSize: `${layout.width}px` }}>
      <span class="lane-axis">time</span>
      <Head x={layout.me} name="You" kind="me">
        {initials("You")}
      </Head>
      <Head x={layout.server} name="Beckon" kind="server">
        <Mark />
      </Head>
      {[...layout.peers].map(([peerId, x]) => (
        <Head key={peerId} x={x} name={nameOf(peerId)} kind="peer">
          {initials(nameOf(peerId))}
        </Head>
      ))}
    </div>
  );
}

interface HeadProps {
  readonly x: number;
  readonly name: string;
  readonly kind: "me" | "server" | "peer";
  readonly children: preact.ComponentChildren;
}

function Head({ x, name, kind, children }: HeadProps) {
  return (
    <span class="lane-head" data-kind={kind} style={{ insetInlineStart: `${x}px` }}>
      <span class="avatar">{children}</span>
      <span class="lane-name" dir="auto">
        {shorten(name, LONGEST_NAME)}
      </span>
    </span>
  );
}
