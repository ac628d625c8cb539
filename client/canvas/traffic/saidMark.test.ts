import { describe, expect, it } from 'vitest'
import type { PickedMark } from './pickMark.ts'
import { SaidMark } from './saidMark.ts'

const MARK: PickedMark = { event: { origin: 3, n: 12 }, at: { x: 40, y: 60 } }
const AT = { clientX: 100.4, clientY: 50.7, timeStamp: 5000 }
const CLICK = { clientX: 100, clientY: 50, timeStamp: 5200 }

describe('SaidMark', () => {
  it('is meant by a press where it was said', () => {
    const said = new SaidMark()
    said.say(MARK, AT)

    expect(said.meantBy(CLICK)).toBe(MARK)
    expect(said.meantBy({ ...CLICK, clientX: 102 })).toBeNull()
    expect(said.meantBy({ ...CLICK, clientY: 52 })).toBeNull()
  })

  it('is forgotten after a moment, and when another place has none', () => {
    const said = new SaidMark()
    said.say(MARK, AT)
    expect(said.meantBy({ ...CLICK, timeStamp: 6500 })).toBeNull()

    said.say(null, AT)
    expect(said.meantBy(CLICK)).toBeNull()
  })
})
