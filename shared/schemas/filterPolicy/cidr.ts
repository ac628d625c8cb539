// Networks of IP addresses, and whether an address is in one. As event-ruler does it, a network begins
// at the address that it is written with.

export interface Network {
  readonly first: readonly number[]
  readonly last: readonly number[]
}

export type ParsedNetwork =
  | { readonly ok: true; readonly network: Network }
  | { readonly ok: false; readonly reason: string }

const IPV4 = /^\d+\.\d+\.\d+\.\d+$/
const IPV6 = /^[0-9a-fA-F:]*:[0-9a-fA-F:]*$/

export function parseNetwork(text: string): ParsedNetwork {
  const parts = text.split('/')
  const [address = '', mask = ''] = parts
  if (parts.length !== 2) return refused("Malformed CIDR, one '/' required")
  if (!/^[+-]?\d+$/.test(mask)) return refused('Malformed CIDR, mask bits must be an integer')
  const bits = Number(mask)
  if (bits < 0) return refused('Malformed CIDR, mask bits must not be negative')
  const first = bytesOf(address)
  if (!first)
    return refused(
      `${looksLikeAddress(address) ? 'Invalid' : 'Nonstandard'} IP address: ${address}`,
    )
  if (first.length === 4 && bits > 31) return refused('IPv4 mask bits must be < 32')
  if (bits > 127) return refused('IPv6 mask bits must be < 128')
  return { ok: true, network: { first, last: lastOf(first, bits) } }
}

export function isInNetwork(text: string, { first, last }: Network): boolean {
  const address = bytesOf(text)
  if (address?.length !== first.length) return false
  return isOrdered(first, address) && isOrdered(address, last)
}

function refused(reason: string): ParsedNetwork {
  return { ok: false, reason }
}

function looksLikeAddress(text: string): boolean {
  return IPV4.test(text) || IPV6.test(text)
}

function bytesOf(text: string): readonly number[] | null {
  if (IPV4.test(text)) {
    const bytes = text.split('.').map(Number)
    return bytes.every((byte) => byte <= 255) ? bytes : null
  }
  const words = IPV6.test(text) ? wordsOf(text) : null
  return words?.flatMap((word) => [word >> 8, word & 255]) ?? null
}

/** The eight words of an IPv6 address; `::` stands for as many zeros as are missing. */
function wordsOf(text: string): readonly number[] | null {
  const halves = text.split('::')
  if (halves.length > 2) return null
  const [head, tail] = halves.map((half) => (half === '' ? [] : half.split(':')))
  const given = [...(head ?? []), ...(tail ?? [])]
  if (!given.every((word) => /^[0-9a-fA-F]{1,4}$/.test(word))) return null
  const missing = 8 - given.length
  if (tail === undefined ? missing !== 0 : missing < 1) return null
  const zeros = Array.from({ length: missing }, () => '0')
  return [...(head ?? []), ...zeros, ...(tail ?? [])].map((word) => Number.parseInt(word, 16))
}

function lastOf(first: readonly number[], maskBits: number): readonly number[] {
  return first.map((byte, index) => {
    const kept = Math.min(8, Math.max(0, maskBits - 8 * index))
    return byte | (255 >> kept)
  })
}

function isOrdered(low: readonly number[], high: readonly number[]): boolean {
  for (const [index, byte] of low.entries()) {
    const other = high[index] ?? 0
    if (byte !== other) return byte < other
  }
  return true
}
