import { describe, expect, it } from 'vitest'
import { QualityWatch } from './quality.ts'

describe('QualityWatch', () => {
  it('takes away detail for every second of long frames, down to a limit', () => {
    const { seconds, watch } = setUp()

    const seen = [1, 2, 3, 4].map(() => {
      seconds(1, 30)
      return watch.quality
    })

    expect(seen).toEqual(['fewerMarks', 'slowerFigures', 'noMarks', 'noMarks'])
  })

  it('forgives single long frames', () => {
    const { watch } = setUp()

    for (let frame = 0; frame < 300; frame += 1) watch.takeFrame(frame % 5 === 0 ? 60 : 16)

    expect(watch.quality).toBe('full')
  })

  it('gives a step back after ten good seconds', () => {
    const { seconds, watch } = setUp()
    seconds(2, 30)

    seconds(9, 16)
    const before = watch.quality
    seconds(2, 16)

    expect([before, watch.quality]).toEqual(['slowerFigures', 'fewerMarks'])
  })

  it('takes no notice of a page that was hidden', () => {
    const { watch } = setUp()

    expect(watch.takeFrame(5000)).toBe(false)
    expect(watch.quality).toBe('full')
  })
})

function setUp() {
  const watch = new QualityWatch()
  const seconds = (count: number, frameMs: number) => {
    for (let atMs = 0; atMs < count * 1000; atMs += frameMs) watch.takeFrame(frameMs)
  }
  return { watch, seconds }
}
