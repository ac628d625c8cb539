declare module 'gifenc' {
  export type Palette = readonly (readonly number[])[]

  export interface FrameOptions {
    readonly palette?: Palette
    readonly transparent?: boolean
    readonly transparentIndex?: number
    /** In milliseconds. */
    readonly delay?: number
    readonly dispose?: number
  }

  export interface Encoder {
    writeFrame(index: Uint8Array, width: number, height: number, options?: FrameOptions): void
    finish(): void
    bytes(): Uint8Array<ArrayBuffer>
  }

  export function GIFEncoder(): Encoder
  export function quantize(rgba: Uint8ClampedArray, colours: number): number[][]
  export function nearestColorIndex(palette: Palette, pixel: readonly number[]): number
}
