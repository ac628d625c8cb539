import { describe, expect, it } from 'vitest'
import { optionsOf } from './options.ts'

describe('optionsOf', () => {
  it('runs 20 drawings with 25 seeds on three versions of Node where nothing is said', () => {
    expect(optionsOf([])).toEqual({
      ok: true,
      nodes: ['20', '22', '24'],
      topologies: 20,
      seeds: 25,
      pin: false,
    })
  })

  it('takes what is said', () => {
    expect(optionsOf(['--nodes', '22,24.1.0', '--seeds', '3', '--topologies', '0'])).toEqual({
      ok: true,
      nodes: ['22', '24.1.0'],
      topologies: 0,
      seeds: 3,
      pin: false,
    })
    expect(optionsOf(['--pin'])).toMatchObject({ pin: true })
  })

  it.each([
    [['--nodes', 'latest'], '--nodes takes versions such as 20,22,24, and not "latest".'],
    [['--nodes'], '--nodes takes versions such as 20,22,24, and not "".'],
    [['--seeds', '0'], '--seeds takes a whole number up to 10000, and not "0".'],
    [['--topologies', '1e9'], '--topologies takes a whole number up to 10000, and not "1e9".'],
    [['--fast'], 'There is no option "--fast".'],
  ])('refuses %j with a sentence', (args, reason) => {
    expect(optionsOf(args)).toEqual({ ok: false, reason })
  })
})
