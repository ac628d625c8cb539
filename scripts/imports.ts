// What a file reaches for: imports and re-exports, of types too, dynamic imports, import types,
// and files named by `new URL('…', import.meta.url)`.

import { isNode, type Placed, type SyntaxNode, stringValue, syntaxOf } from './syntax.ts'

/** The specifiers as they are written, each once. */
export function importsOf(path: string, text: string): string[] {
  return [...new Set(syntaxOf(path, text).nodes.flatMap((placed) => specifiersOf(placed)))]
}

function specifiersOf({ node }: Placed): string[] {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
    case 'ImportExpression':
    case 'TSImportType':
      return stringsIn(node.source)
    case 'NewExpression':
      return isFileUrl(node) ? stringsIn(firstOf(node.arguments)) : []
    default:
      return []
  }
}

/** A literal, or the two of `isBuilt ? './a.js' : './a.ts'`. */
function stringsIn(node: unknown): string[] {
  const value = stringValue(node)
  if (value !== null) return [value]
  if (!isNode(node) || node.type !== 'ConditionalExpression') return []
  return [...stringsIn(node.consequent), ...stringsIn(node.alternate)]
}

function isFileUrl(node: SyntaxNode): boolean {
  const { callee, arguments: args } = node
  const base = Array.isArray(args) ? args[1] : undefined
  return (
    isNode(callee) &&
    callee.name === 'URL' &&
    isNode(base) &&
    base.type === 'MemberExpression' &&
    isNode(base.object) &&
    base.object.type === 'MetaProperty'
  )
}

function firstOf(list: unknown): unknown {
  return Array.isArray(list) ? list[0] : undefined
}
