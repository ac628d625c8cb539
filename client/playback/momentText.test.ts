import { describe, expect, it } from 'vitest'
import { parseMoment } from './momentText.ts'

describe('parseMoment', () => {
  it.each([
    ['90 s', 90e9],
    ['90', 90e9],
    ['1.5', 1.5e9],
    ['250 ms', 250e6],
    ['2 min', 120e9],
    ['1:30', 90e9],
    ['00:01:30.500', 90.5e9],
    [' 1:00:00 ', 3600e9],
  ])('reads %j', (text, ns) => expect(parseMoment(text)).toBe(ns))

  it.each(['', 'soon', '1:75', '-5', '1:2:3:4', 'NaN'])('refuses %j', (text) => {
    expect(parseMoment(text)).toBeNull()
  })
})
