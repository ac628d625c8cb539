interface Extent {
  readonly width: number
  readonly height: number
}

const SCALE = 2
/** What browsers and the programs that open pictures can take. */
const SIDE_MAX = 8192
const PIXELS_MAX = 32_000_000

/** Pixels for each unit of a drawing: two, or as many as a picture may have. */
export function pixelScale({ width, height }: Extent): number {
  const bySide = SIDE_MAX / Math.max(width, height)
  const byArea = Math.sqrt(PIXELS_MAX / (width * height))
  return Math.min(SCALE, bySide, byArea)
}

const FILM_SIDE_MAX = 1200

/** Moving pictures are kept smaller; their sides are whole pixels. */
export function filmSize({ width, height }: Extent): Extent & { readonly scale: number } {
  const scale = Math.min(1, FILM_SIDE_MAX / Math.max(width, height))
  return {
    scale,
    width: Math.max(1, Math.floor(width * scale)),
    height: Math.max(1, Math.floor(height * scale)),
  }
}
