import { describe, expect, it } from 'vitest'
import { readSchemaText, schemaText } from './schemaText.ts'

describe('the text of a schema', () => {
  it('is read back as it was written', () => {
    const schema = { type: 'object', properties: { id: { type: 'string' } } }

    expect(readSchemaText(schemaText(schema))).toEqual({ ok: true, schema })
  })

  it('that is no JSON is refused with the line', () => {
    expect(readSchemaText('{\n  "type": "object",\n  "properties" {}\n}')).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/^Line 3, column 16: /),
    })
  })

  it('that is no object is refused with what is wanted', () => {
    expect(readSchemaText('[1]')).toEqual({
      ok: false,
      reason: 'A schema is a JSON object: it begins with { and ends with }.',
    })
    expect(readSchemaText('')).toEqual({
      ok: false,
      reason: 'A schema is a JSON object, such as {"type": "object"}.',
    })
  })
})
