// Frames become an animated GIF, one at a time. All share the colours of the first, and what did not
// change from one to the next is left out, so that a film of a drawing stays small.

import { GIFEncoder, nearestColorIndex, type Palette, quantize } from 'gifenc'

/** GIF counts hundredths of a second. */
export const FRAME_MS = 80

/** One index of 256 stands for «as before». */
const COLOURS_MAX = 255

export interface FilmSize {
  readonly width: number
  readonly height: number
}

export class GifFilm {
  readonly #size: FilmSize
  readonly #swatches: Uint8ClampedArray
  readonly #encoder = GIFEncoder()
  #palette: Palette = []
  /** By the upper bits of a colour: its index, or −1 as long as nobody has asked. */
  readonly #indexOf = new Int16Array(65_536).fill(-1)
  #previous: Uint32Array | null = null

  /** `swatches`: colours that may appear later, four bytes each. */
  constructor(size: FilmSize, swatches: Uint8ClampedArray) {
    this.#size = size
    this.#swatches = swatches
  }

  /** `rgba`: four bytes a pixel, without transparency. */
  add(rgba: Uint8ClampedArray<ArrayBuffer>): void {
    const isFirst = this.#previous === null
    if (isFirst) this.#palette = this.#coloursOf(rgba)
    const { width, height } = this.#size
    const indexes = this.#changes(rgba)
    const same = { transparent: true, transparentIndex: this.#palette.length, dispose: 1 }
    const first = { palette: [...this.#palette, [0, 0, 0]] }
    this.#encoder.writeFrame(indexes, width, height, {
      ...(isFirst ? first : same),
      delay: FRAME_MS,
    })
  }

  finish(): Uint8Array<ArrayBuffer> {
    this.#encoder.finish()
    return this.#encoder.bytes()
  }

  /** The marks of events are few pixels, and must not be lost among the rest. */
  #coloursOf(rgba: Uint8ClampedArray): Palette {
    const own: number[][] = []
    for (let at = 0; at < this.#swatches.length; at += 4)
      own.push([...this.#swatches.subarray(at, at + 3)])
    return [...own, ...quantize(rgba, COLOURS_MAX - own.length)]
  }

  /** An index for each pixel that is not as in the frame before. */
  #changes(rgba: Uint8ClampedArray<ArrayBuffer>): Uint8Array {
    const pixels = new Uint32Array(rgba.buffer, rgba.byteOffset, rgba.length / 4)
    const before = this.#previous
    const same = this.#palette.length
    const indexes = new Uint8Array(pixels.length)
    for (let at = 0; at < pixels.length; at += 1)
      indexes[at] = before !== null && pixels[at] === before[at] ? same : this.#index(rgba, 4 * at)
    this.#previous = pixels
    return indexes
  }

  #index(rgba: Uint8ClampedArray, at: number): number {
    const [red = 0, green = 0, blue = 0] = [rgba[at], rgba[at + 1], rgba[at + 2]]
    const key = ((red >> 3) << 11) | ((green >> 2) << 5) | (blue >> 3)
    const known = this.#indexOf[key] ?? -1
    if (known >= 0) return known
    const index = nearestColorIndex(this.#palette, [red, green, blue])
    this.#indexOf[key] = index
    return index
  }
}
