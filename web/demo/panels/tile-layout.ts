// Computes the size of the stage's tiles and the number of columns. Pure arithmetic in CSS pixels.

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
/** The aspect ratio of most cameras and screens, whose video is then displayed without bars. */
const PICTURE = 16 / 9;
/** Minimum height of a tile if there is room, so that text fits in; but a tile is never higher than wide. */
const LOWEST = 208;

/** Returns the layout with the largest tiles, all of the same size. */
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
  // Not rounded, so that video of this aspect ratio fills the tile.
  const height = Math.min(mostHeight, Math.max(width / PICTURE, Math.min(width, LOWEST)));
  return { columns, width, height };
}
