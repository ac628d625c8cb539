// Below `server/session/` the same recipe must give the same history on any machine. So nothing
// there may know the real clock, chance, the machine, its language, or a function of `Math` whose
// last digit the language leaves open.

import { isNode, lineAt, type Placed, type SyntaxNode, syntaxOf } from './syntax.ts'

const repeatableRooms = [
  'server/engine/',
  'server/broker/',
  'server/runtime/',
  'server/simulation/',
  'server/experiment/',
]

const virtualTime = 'ask the scheduler for virtual time (server/engine/time.ts)'
const timers = 'schedule a timer of the kernel (server/engine/kernel.ts)'
const random = 'draw from a random stream (server/engine/random.ts)'
const elementary = 'use the exact functions of server/engine/elementary.ts'
const passedIn = 'take it as a parameter from server/session or server/cli'
const byId = 'walk entriesById (shared/lib/entries.ts), or sort them at once'

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
  ['SharedArrayBuffer', 'keep a run in one thread: threads take turns as they please'],
  ['Atomics', 'keep a run in one thread: threads take turns as they please'],
  ['navigator', passedIn],
  ['Buffer', 'use typed arrays: text that is no Unicode does not come back from it'],
])

const bannedMembers = new Map([
  ['localeCompare', 'compare with < and >: the order must not depend on a language'],
  [
    'normalize',
    'compare text as it is: what it is normalised to depends on the version of Unicode',
  ],
  ...['', 'Date', 'Time', 'UpperCase', 'LowerCase'].map(
    (what) =>
      [
        `toLocale${what.endsWith('Case') ? what : `${what}String`}`,
        'format where people read, in client/ or server/cli',
      ] as const,
  ),
])

/** What these give comes in the order in which somebody wrote it down, whole numbers before all. */
const unorderedKeys = new Set(['keys', 'values', 'entries', 'getOwnPropertyNames', 'ownKeys'])

/** Rooms that read the document, or what else has keys, only in an order that they give it. */
const orderedRooms = ['server/engine/', 'server/broker/', 'server/runtime/']

/** Rooms where nothing is sorted that could be numbers without saying how. */
const comparingRooms = ['server/engine/', 'server/runtime/']

/** What every engine computes to the last digit alike. */
const exactMath = new Set(
  `abs ceil clz32 floor fround imul max min round sign sqrt trunc
   E LN10 LN2 LOG10E LOG2E PI SQRT1_2 SQRT2`.split(/\s+/),
)

/** A sentence for everything in the file that could make two runs differ. */
export function determinismFindings(path: string, text: string): string[] {
  if (!mustRepeat(path)) return []
  const { nodes } = syntaxOf(path, text)
  const scope: Scope = { path, declared: new Set(nodes.flatMap(namesDeclaredBy)), nodes }
  return nodes.flatMap((placed) => {
    const complaint = complaintAbout(placed, scope)
    return complaint === null ? [] : [`${path}:${lineAt(text, placed.node.start)} ${complaint}.`]
  })
}

interface Scope {
  readonly path: string
  /** Names of the file's own. */
  readonly declared: ReadonlySet<unknown>
  readonly nodes: readonly Placed[]
}

function mustRepeat(path: string): boolean {
  return isIn(repeatableRooms, path) && !/\.test\.ts$/.test(path)
}

function isIn(rooms: readonly string[], path: string): boolean {
  return rooms.some((room) => path.startsWith(room))
}

function isProduction(path: string): boolean {
  return !/\.(fixture|arbitrary|conformance)\.ts$/.test(path)
}

function complaintAbout(placed: Placed, scope: Scope): string | null {
  const { node } = placed
  switch (node.type) {
    case 'MemberExpression':
      return complaintAboutMember(node)
    case 'CallExpression':
      return complaintAboutCall(placed, scope)
    case 'Literal':
      return complaintAboutLiteral(node)
    case 'ForInStatement':
      return `walks keys with for-in: ${byId}`
    case 'MetaProperty':
      return isProduction(scope.path) && nameOf(node.meta) === 'import'
        ? `asks where it is: ${passedIn}`
        : null
    case 'Identifier':
      return complaintAboutName(placed, scope)
    default:
      return complaintAboutOperator(node)
  }
}

function complaintAboutName(placed: Placed, { declared }: Scope): string | null {
  const { name } = placed.node
  if (!isReference(placed) || declared.has(name)) return null
  if (name === 'Math') return complaintAboutMath(placed)
  const instead = bannedGlobals.get(String(name))
  return instead === undefined ? null : `uses ${name}: ${instead}`
}

function complaintAboutOperator(node: SyntaxNode): string | null {
  const { operator, right, argument } = node
  if (operator === '**' || operator === '**=') return complaintAboutPower(node)
  if (node.type === 'UnaryExpression' && operator === '-' && numberIn(argument) === 0)
    return 'writes -0, which comes back from JSON as 0: write 0'
  if (node.type !== 'AssignmentExpression' || (operator !== '+=' && operator !== '-=')) return null
  const step = numberIn(right)
  return step === null || Number.isInteger(step)
    ? null
    : `adds up steps of ${step}, and what is lost to rounding with them: count whole ones and multiply`
}

/** Of numbers that are not what they look like. Text that names numbers is the parser's matter. */
function complaintAboutLiteral(node: SyntaxNode): string | null {
  if (isNode(node) && typeof node.regex === 'object' && /\\p\{/i.test(String(node.raw)))
    return 'asks for a property of Unicode, which depends on its version: list the characters'
  const value = numberIn(node)
  if (value === null) return null
  if (!Number.isFinite(value)) return `writes ${node.raw}, which is Infinity: say so`
  return Number.isInteger(value) && value > Number.MAX_SAFE_INTEGER && !/e/i.test(String(node.raw))
    ? `writes ${node.raw}, beyond the whole numbers that a double tells apart (2 ** 53)`
    : null
}

function complaintAboutCall(placed: Placed, { path, nodes }: Scope): string | null {
  if (!isProduction(path)) return null
  const { callee, arguments: given } = placed.node
  if (!isNode(callee) || callee.type !== 'MemberExpression') return null
  const [object, name] = [nameOf(callee.object), nameOf(callee.property)]
  const isOfKeys = (object === 'Object' || object === 'Reflect') && unorderedKeys.has(name)
  if (isOfKeys && isIn(orderedRooms, path) && !isSorted(placed, nodes))
    return `takes what ${object}.${name} gives in the order of the document: ${byId}`
  const isSort = (name === 'sort' || name === 'toSorted') && childrenIn(given).length === 0
  if (isSort && isIn(comparingRooms, path) && !givesNames(callee.object))
    return `sorts with ${name}() as if by their text, so that 10 comes before 9: say how to compare`
  return null
}

/** Whether what it gives is brought into an order, or only counted. */
function isSorted({ parent }: Placed, nodes: readonly Placed[]): boolean {
  if (parent?.type !== 'MemberExpression') return false
  if (['sort', 'toSorted', 'length'].includes(nameOf(parent.property))) return true
  const call = nodes.find(({ node }) => node === parent)?.parent
  const placedCall = call && nodes.find(({ node }) => node === call)
  return placedCall?.node.type === 'CallExpression' && isSorted(placedCall, nodes)
}

/** Keys are text; arrays of numbers of one kind are sorted as numbers. */
function givesNames(receiver: unknown): boolean {
  if (!isNode(receiver) || receiver.type !== 'CallExpression') return false
  const { callee } = receiver
  if (!isNode(callee) || callee.type !== 'MemberExpression') return false
  return (
    nameOf(callee.property) === 'keys' || /^(Float|Int|Uint)\d+Array$/.test(nameOf(callee.object))
  )
}

function nameOf(node: unknown): string {
  return isNode(node) ? String(node.name ?? '') : ''
}

/** The value of a number that is written down, otherwise null. */
function numberIn(node: unknown): number | null {
  return isNode(node) && node.type === 'Literal' && typeof node.value === 'number'
    ? node.value
    : null
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
