import { describe, expect, it } from 'vitest'
import { FRAME_MS, GifFilm } from './gifFilm.ts'

const WIDTH = 12
const HEIGHT = 5
const BLUE = [79, 141, 255, 255] as const

describe('GifFilm', () => {
  it('writes a film that any program can play', () => {
    const film = new GifFilm({ width: WIDTH, height: HEIGHT }, Uint8ClampedArray.from(BLUE))
    for (let frame = 0; frame < 4; frame += 1) film.add(dotAt(frame))

    const gif = read(film.finish())

    expect(gif).toEqual({
      signature: 'GIF89a',
      width: WIDTH,
      height: HEIGHT,
      frames: 4,
      delays: [8, 8, 8, 8],
    })
    expect(FRAME_MS).toBe(80)
  })

  it('grows little where nothing changes', () => {
    const still = new GifFilm({ width: WIDTH, height: HEIGHT }, Uint8ClampedArray.from(BLUE))
    const moving = new GifFilm({ width: WIDTH, height: HEIGHT }, Uint8ClampedArray.from(BLUE))
    for (let frame = 0; frame < 10; frame += 1) {
      still.add(dotAt(0))
      moving.add(dotAt(frame))
    }

    expect(still.finish().length).toBeLessThan(moving.finish().length)
  })

  it('keeps the colours that it was given, though the first frame lacks them', () => {
    const film = new GifFilm({ width: WIDTH, height: HEIGHT }, Uint8ClampedArray.from(BLUE))
    film.add(grey())
    film.add(dotAt(3))

    const bytes = film.finish()

    expect([...bytes.subarray(13, 16)]).toEqual(BLUE.slice(0, 3))
  })
})

function grey(): Uint8ClampedArray<ArrayBuffer> {
  return new Uint8ClampedArray(WIDTH * HEIGHT * 4).map((_, at) =>
    at % 4 === 3 ? 255 : 20 + at / 8,
  )
}

function dotAt(column: number): Uint8ClampedArray<ArrayBuffer> {
  const pixels = grey()
  pixels.set(BLUE, (2 * WIDTH + column) * 4)
  return pixels
}

/** As the format has it: a header, a table of colours, then blocks, each as long as it says. */
function read(bytes: Uint8Array) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const colours = 2 ** ((view.getUint8(10) & 7) + 1)
  const delays: number[] = []
  let frames = 0
  let at = 13 + 3 * colours
  for (let kind = view.getUint8(at); kind !== 0x3b; kind = view.getUint8(at)) {
    if (kind === 0x2c) {
      frames += 1
      at += 11
    } else {
      if (view.getUint8(at + 1) === 0xf9) delays.push(view.getUint16(at + 4, true))
      at += 2
    }
    while (view.getUint8(at) !== 0) at += view.getUint8(at) + 1
    at += 1
  }
  return {
    signature: String.fromCharCode(...bytes.subarray(0, 6)),
    width: view.getUint16(6, true),
    height: view.getUint16(8, true),
    frames,
    delays,
  }
}
