import { useLayoutEffect, useState } from "preact/hooks";

const NEAR_END = 24;

/**
 * Stays at the end of what grows until the reader scrolls up, and again when they come back.
 *
 * @param newest changes when something was added.
 * @param isOwn whether the reader added it: then it is shown, wherever they were.
 */
export function useFollowing(scroller: { readonly current: HTMLElement | null }, newest: number, isOwn = false) {
  const [isAtEnd, setAtEnd] = useState(true);
  const toEnd = () => {
    scroller.current?.scrollTo({ top: scroller.current.scrollHeight });
  };
  // Before the growth is painted: a scroll event in between would take it for a reader who scrolled up.
  useLayoutEffect(() => {
    if (isAtEnd || isOwn) toEnd();
  }, [newest]);
  const onScroll = () => {
    const element = scroller.current;
    if (element) setAtEnd(element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END);
  };
  return { isAtEnd, toEnd, onScroll };
}
