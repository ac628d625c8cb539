import { topologyIdSchema } from '#shared/protocol/protocol.ts'

const LENGTH_MAX = 50

/** Names that Windows keeps for devices, whatever follows the dot. */
const RESERVED = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])$/

/** The file name (without `.json`) for a topology of that name. */
export function slugOf(name: string): string {
  const words = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{Mark}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, LENGTH_MAX)
    .replace(/^-+|-+$/g, '')
  if (words === '') return 'topology'
  return RESERVED.test(words) ? `${words}-topology` : words
}

/** The first of `slug`, `slug-2`, `slug-3`, … that nobody has. */
export async function freeSlug(
  slug: string,
  isTaken: (candidate: string) => Promise<boolean>,
): Promise<string> {
  let candidate = slug
  for (let count = 2; await isTaken(candidate); count++) candidate = `${slug}-${count}`
  return candidate
}

export function isTopologyId(text: string): boolean {
  return topologyIdSchema.safeParse(text).success
}
