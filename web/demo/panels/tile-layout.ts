// How large the tiles of the stage are, and in how many columns. Pure arithmetic in CSS pixels.

export interface TileLayout {
  readonly columns: number;
  readonly width: number;
  readonly height: number;
}

interface Space {
  readonly width: number;
  readonly height: number;
}

export const GAP = 12;
/** Width to height of most cameras and screens: such a picture is shown whole, without bars. */
const PICTURE = 16 / 9;
/** Where there is room a tile is this high, so that words fit in; but never higher than wide. */
const LOWEST = 208;

/** The layout with the largest tiles, all of one size. */
export function layOutTiles(count: number, space: Space): TileLayout {
  let best: TileLayout = { columns: 1, width: 0, height: 0 };
  for (let columns = 1; columns <= count; columns += 1) {
    const layout = inColumns(columns, Math.ceil(count / columns), space);
    if (layout.width * layout.height > best.width * best.height) best = layout;
  }
  return best;
}

function inColumns(columns: number, rows: number, space: Space): TileLayout {
  const mostWidth = Math.max(0, (space.width - GAP * (columns - 1)) / columns);
  const mostHeight = Math.max(0, (space.height - GAP * (rows - 1)) / rows);
  const width = Math.floor(Math.min(mostWidth, mostHeight * PICTURE));
  // Not rounded: a picture of that shape fills it to the edge.
  const height = Math.min(mostHeight, Math.max(width / PICTURE, Math.min(width, LOWEST)));
  return { columns, width, height };
}
