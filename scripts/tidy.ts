// Small rules that rot when nobody checks them: files stay small, nothing half-done is left
// behind, and no file knows the machine it was written on.

import { isNode, lineAt, type Placed, syntaxOf } from './syntax.ts'

const CODE_LINES_MAX = 300

/** A sentence for everything untidy in a file of code. */
export function codeFindings(path: string, text: string): string[] {
  const { nodes, problem } = syntaxOf(path, text)
  if (problem !== null) return [`${path} cannot be read: ${problem}`]
  const unfinished = nodes.flatMap((placed) => {
    const finding = leftBehind(placed)
    return finding === null ? [] : [`${path}:${lineAt(text, placed.node.start)} ${finding}.`]
  })
  return [...sizeFinding(path, text), ...unfinished]
}

/** A sentence for everything untidy in any text: code, documents, styles, settings. */
export function textFindings(path: string, text: string): string[] {
  return text
    .split('\n')
    .flatMap((line, index) =>
      forbiddenTexts
        .filter(({ pattern }) => pattern.test(line))
        .map(({ complaint }) => `${path}:${index + 1} ${complaint}.`),
    )
}

/** Where a lockfile says from which server its packages came, it works for nobody else. */
export function registryFindings(path: string, text: string): string[] {
  return text
    .split('\n')
    .flatMap((line, index) =>
      /"resolved": "https?:/.test(line) ? [`${path}:${index + 1} names a package registry.`] : [],
    )
}

/** Lines that hold more than blanks and comments. */
export function codeLinesOf(path: string, text: string): number {
  const withoutComments = syntaxOf(path, text).comments.reduceRight(
    (rest, { start, end }) =>
      rest.slice(0, start) + rest.slice(start, end).replace(/[^\n]/g, ' ') + rest.slice(end),
    text,
  )
  return withoutComments.split('\n').filter((line) => line.trim() !== '').length
}

export function isTest(path: string): boolean {
  return /\.(test|conformance|fixture|arbitrary|spec)\.tsx?$/.test(path)
}

// Spelt so that these patterns do not find themselves.
const forbiddenTexts = [
  { pattern: /\b(?:FIX(?=ME)|TO(?=DO\b)|XX(?=X\b))/, complaint: 'leaves something to do: do it' },
  {
    pattern: /(?<![\w.])\/(?=home\/|Users\/|root\/|work\/)\w+\/\w/,
    complaint: 'names a path of one machine',
  },
  { pattern: /[A-Z]:\\+Users\\/, complaint: 'names a path of one machine' },
  { pattern: /\bregistry\.[\w-]+\.\w+/, complaint: 'names a package registry' },
]

function sizeFinding(path: string, text: string): string[] {
  if (isTest(path)) return []
  const lines = codeLinesOf(path, text)
  if (lines <= CODE_LINES_MAX) return []
  return [`${path} has ${lines} lines of code: split it, ${CODE_LINES_MAX} are allowed.`]
}

function leftBehind({ node }: Placed): string | null {
  if (node.type === 'DebuggerStatement') return 'stops in a debugger: remove it'
  const { callee } = node
  const isOnly =
    node.type === 'CallExpression' &&
    isNode(callee) &&
    callee.type === 'MemberExpression' &&
    isNode(callee.property) &&
    callee.property.name === 'only'
  return isOnly ? 'keeps all other tests from running: remove .only' : null
}
