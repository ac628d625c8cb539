// The values that attributes of a message have: headers in AMQP, message attributes in SNS and SQS.

export type AttributeScalar = string | number | boolean | null

/**
 * SNS: a text is a String, a number a Number, a list a String.Array. SNS knows no Boolean: true or
 * false goes as a String.Array of one.
 */
export type AttributeValue = string | number | boolean | readonly AttributeScalar[]

/** In the order of their names. */
export type AttributeSet = readonly (readonly [name: string, value: AttributeValue])[]

/** What SNS and SQS count towards the size of a message: name, type and value of each attribute. */
export function attributeBytes(attributes: AttributeSet): number {
  let bytes = 0
  for (const [name, value] of attributes)
    bytes += utf8Bytes(name) + typeOf(value).length + utf8Bytes(spelled(value))
  return bytes
}

function typeOf(value: AttributeValue): string {
  if (typeof value === 'string') return 'String'
  return typeof value === 'number' ? 'Number' : 'String.Array'
}

/** As it is written on the wire. */
function spelled(value: AttributeValue): string {
  if (typeof value === 'string') return value
  return JSON.stringify(typeof value === 'boolean' ? [value] : value)
}

function utf8Bytes(text: string): number {
  let bytes = 0
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    if (code < 0x80) bytes += 1
    else if (code < 0x800) bytes += 2
    else bytes += code < 0x10000 ? 3 : 4
  }
  return bytes
}
