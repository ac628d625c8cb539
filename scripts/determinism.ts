// Below `server/session/` the same recipe must give the same history on any machine. So nothing
// there may know the real clock, chance, the machine, its language, or a function of `Math` whose
// last digit the language leaves open.

import { isNode, lineAt, type Placed, type SyntaxNode, syntaxOf } from './syntax.ts'

const repeatableRooms = [
  'server/engine/',
  'server/broker/',
  'server/runtime/',
  'server/simulation/',
]

const virtualTime = 'ask the scheduler for virtual time (server/engine/time.ts)'
const timers = 'schedule a timer of the kernel (server/engine/kernel.ts)'
const random = 'draw from a random stream (server/engine/random.ts)'
const elementary = 'use the exact functions of server/engine/elementary.ts'
const passedIn = 'take it as a parameter from server/session or server/cli'

const bannedGlobals = new Map([
  ['Date', virtualTime],
  ['performance', virtualTime],
  ['crypto', random],
  ['setTimeout', timers],
  ['setInterval', timers],
  ['setImmediate', timers],
  ['queueMicrotask', timers],
  ['process', passedIn],
  ['globalThis', passedIn],
  ['fetch', passedIn],
  ['Intl', 'format where people read, in client/ or server/cli'],
  ['WeakRef', 'hold the object, or let it go: collection follows no recipe'],
  ['FinalizationRegistry', 'release it where its life ends: collection follows no recipe'],
])

const bannedMembers = new Map([
  ['localeCompare', 'compare with < and >: the order must not depend on a language'],
  ['toLocaleString', 'format where people read, in client/ or server/cli'],
])

/** What every engine computes to the last digit alike. */
const exactMath = new Set(
  `abs ceil clz32 floor fround imul max min round sign sqrt trunc
   E LN10 LN2 LOG10E LOG2E PI SQRT1_2 SQRT2`.split(/\s+/),
)

/** A sentence for everything in the file that could make two runs differ. */
export function determinismFindings(path: string, text: string): string[] {
  if (!mustRepeat(path)) return []
  const { nodes } = syntaxOf(path, text)
  const declared = new Set(nodes.flatMap(namesDeclaredBy))
  return nodes.flatMap((placed) => {
    const complaint = complaintAbout(placed, declared)
    return complaint === null ? [] : [`${path}:${lineAt(text, placed.node.start)} ${complaint}.`]
  })
}

function mustRepeat(path: string): boolean {
  return repeatableRooms.some((room) => path.startsWith(room)) && !/\.test\.ts$/.test(path)
}

function complaintAbout(placed: Placed, declared: ReadonlySet<unknown>): string | null {
  const { node } = placed
  if (node.operator === '**' || node.operator === '**=') return complaintAboutPower(node)
  if (node.type === 'MemberExpression') return complaintAboutMember(node)
  if (node.type !== 'Identifier' || !isReference(placed) || declared.has(node.name)) return null
  if (node.name === 'Math') return complaintAboutMath(placed)
  const instead = bannedGlobals.get(String(node.name))
  return instead === undefined ? null : `uses ${node.name}: ${instead}`
}

function complaintAboutPower(node: SyntaxNode): string | null {
  const isExact = [node.left, node.right].every(
    (side) => isNode(side) && side.type === 'Literal' && Number.isInteger(Number(side.value)),
  )
  return isExact ? null : `uses ${node.operator}: multiply, or ${elementary}`
}

function complaintAboutMember(node: SyntaxNode): string | null {
  const name = isNode(node.property) ? String(node.property.name ?? node.property.value) : ''
  const instead = bannedMembers.get(name)
  return instead === undefined ? null : `uses ${name}: ${instead}`
}

/** `Math` may only be asked for an exact member by name; anything else could hide which one. */
function complaintAboutMath({ parent, key }: Placed): string | null {
  if (parent?.type !== 'MemberExpression' || key !== 'object' || parent.computed)
    return `passes Math on: name the function, and where it is not exact, ${elementary}`
  const name = isNode(parent.property) ? String(parent.property.name) : ''
  if (exactMath.has(name)) return null
  return `uses Math.${name}: ${name === 'random' ? random : elementary}`
}

/** False for the names of members, keys and labels, which only look like variables. */
function isReference({ parent, key }: Placed): boolean {
  if (parent === null) return true
  if (key === 'property') return parent.type !== 'MemberExpression' || Boolean(parent.computed)
  if (key === 'key' || key === 'label') return Boolean(parent.computed)
  return key !== 'imported' && key !== 'exported'
}

/** The names that a node gives to something of the file's own, which are then not the global ones. */
function namesDeclaredBy({ node }: Placed): unknown[] {
  const { id, local, params, elements, properties, left, argument } = node
  switch (node.type) {
    case 'ObjectPattern':
      return namesOf(childrenIn(properties).map(({ value }) => value))
    case 'ArrayPattern':
      return namesOf(childrenIn(elements))
    case 'AssignmentPattern':
      return namesOf([left])
    case 'RestElement':
      return namesOf([argument])
    default:
      return namesOf([id, local, ...childrenIn(params)])
  }
}

function childrenIn(list: unknown): SyntaxNode[] {
  return Array.isArray(list) ? list.filter(isNode) : []
}

function namesOf(candidates: readonly unknown[]): unknown[] {
  return candidates.flatMap((node) =>
    isNode(node) && node.type === 'Identifier' ? [node.name] : [],
  )
}
