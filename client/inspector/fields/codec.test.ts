import { describe, expect, it } from 'vitest'
import {
  type Codec,
  decimalCodec,
  durationCodec,
  integerCodec,
  optional,
  percentCodec,
  rateCodec,
  textCodec,
} from './codec.ts'
import { choiceCodec, durationsCodec, pointsCodec, weightsCodec } from './listCodecs.ts'

const countCodec = integerCodec({ min: 1, max: 1000 })

describe('what people type', () => {
  it.each<[string, Codec, string, unknown]>([
    ['a name', textCodec({ max: 120 }), '  Web shop ', 'Web shop'],
    ['a whole number', countCodec, '1,000', 1000],
    ['a decimal number', decimalCodec({ min: 0, max: 5 }), '0.5', 0.5],
    ['a duration', durationCodec(), '1.5 s', 1500],
    ['a duration without a unit', durationCodec(), '250', 250],
    ['a rate', rateCodec, '1.2k/s', 1200],
    ['a rate per minute', rateCodec, '300/min', 5],
    ['a chance', percentCodec, '2 %', 0.02],
    ['nothing, where that is allowed', optional(durationCodec()), ' ', undefined],
    ['a recording', durationsCodec, '0, 250 ms, 1.5 s', [0, 250, 1500]],
    ['a pasted column', durationsCodec, '0\n250\n250.5\n', [0, 250, 250.5]],
    ['one text', choiceCodec, 'reserved.eu', 'reserved.eu'],
    ['a text with a colon', choiceCodec, 'urn:order', 'urn:order'],
    [
      'a draw by weight',
      choiceCodec,
      'eu: 3, us: 1.5',
      [
        { value: 'eu', weight: 3 },
        { value: 'us', weight: 1.5 },
      ],
    ],
    [
      'a profile',
      pointsCodec,
      '0 s: 10/s, 1 min: 1.2k/s',
      [
        { atMs: 0, ratePerSecond: 10 },
        { atMs: 60_000, ratePerSecond: 1200 },
      ],
    ],
    ['weights', weightsCodec, '5, 3,1', [5, 3, 1]],
  ])('is read: %s', (_what, codec, text, value) => {
    expect(codec.parse(text)).toEqual({ ok: true, value })
  })

  it.each<[string, Codec, string, string]>([
    ['an empty name', textCodec({ max: 120 }), ' ', 'This cannot be empty.'],
    ['a long name', textCodec({ max: 3 }), 'long', 'At most 3 characters.'],
    ['half a replica', countCodec, '1.5', 'A whole number from 1 to 1,000.'],
    ['too many', countCodec, '1001', 'A whole number from 1 to 1,000.'],
    ['no number', decimalCodec({ min: 0, max: 5 }), 'x', 'A number from 0 to 5.'],
    ['no duration', durationCodec(), 'soon', 'A duration such as 250 ms, 5 s or 1.5 min.'],
    ['too long', durationCodec({ min: 0, max: 20_000 }), '1 min', 'At most 20 s.'],
    ['too short', durationCodec({ min: 1, max: 20_000 }), '0', 'At least 1 ms.'],
    ['longer than can be said', durationCodec(), '200 d', 'At most about 104 d 6 h.'],
    ['no rate', rateCodec, 'fast', 'A rate such as 50/s, 1.2k/s or 300/min.'],
    ['too fast', rateCodec, '2M/s', 'At most 1M/s.'],
    ['more than certain', percentCodec, '120', 'A chance from 0 to 100 %.'],
    [
      'a draw without a weight',
      choiceCodec,
      'eu: 3, us',
      'One text, or several with weights: eu: 3, us: 1.',
    ],
    [
      'times out of order',
      pointsCodec,
      '9 s: 1/s, 3 s: 1/s',
      'Each time comes after the one before it.',
    ],
    ['no points', pointsCodec, '', 'Times with rates, such as 0 s: 10/s, 30 s: 100/s.'],
    [
      'a recording with words',
      durationsCodec,
      '1 s, soon',
      'Durations parted by commas, such as 0 s, 250 ms, 1.5 s.',
    ],
    ['a weight below zero', weightsCodec, '5, -3', 'Numbers parted by commas, such as 5, 3, 1.'],
  ])('is refused with a sentence: %s', (_what, codec, text, reason) => {
    expect(codec.parse(text)).toEqual({ ok: false, reason })
  })

  it.each<[Codec, unknown, string]>([
    [percentCodec, 0.07, '7 %'],
    [durationCodec(), 1500, '1.5 s'],
    [rateCodec, 1200, '1.2k/s'],
    [optional(durationCodec()), undefined, ''],
    [durationsCodec, [0, 1500], '0 ms, 1.5 s'],
    [choiceCodec, [{ value: 'eu', weight: 3 }], 'eu: 3'],
    [pointsCodec, [{ atMs: 0, ratePerSecond: 10 }], '0 ms: 10/s'],
  ])('is written so that it reads the same again', (codec, value, text) => {
    expect(codec.format(value)).toBe(text)
    expect(codec.parse(text)).toEqual({ ok: true, value })
  })
})
