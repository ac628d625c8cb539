// Reads source text as a tree, so that no check mistakes a comment or a string for code.

import { parseSync } from 'vite'

/** A node of the syntax tree, as far as checks look at it. */
export interface SyntaxNode {
  readonly type: string
  readonly start: number
  readonly [key: string]: unknown
}

/** A node with the place where its parent holds it. */
export interface Placed {
  readonly node: SyntaxNode
  readonly parent: SyntaxNode | null
  readonly key: string
}

export interface Syntax {
  readonly nodes: readonly Placed[]
  readonly comments: readonly { readonly start: number; readonly end: number }[]
  /** What keeps the text from being understood, otherwise null. */
  readonly problem: string | null
}

export function syntaxOf(path: string, text: string): Syntax {
  const { program, comments, errors } = parseSync(path, text)
  const nodes: Placed[] = []
  collect({ node: program as unknown as SyntaxNode, parent: null, key: '' }, nodes)
  return { nodes, comments, problem: errors[0]?.message ?? null }
}

export function lineAt(text: string, position: number): number {
  return text.slice(0, position).split('\n').length
}

/** The text of a string literal, or of a template without holes. */
export function stringValue(node: unknown): string | null {
  if (!isNode(node)) return null
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value
  if (node.type !== 'TemplateLiteral' || !Array.isArray(node.quasis)) return null
  const [only, ...others] = node.quasis as { readonly value: { readonly cooked: string } }[]
  return only && others.length === 0 ? only.value.cooked : null
}

export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value
}

function collect(placed: Placed, nodes: Placed[]): void {
  nodes.push(placed)
  for (const [key, value] of Object.entries(placed.node))
    for (const child of Array.isArray(value) ? value : [value])
      if (isNode(child)) collect({ node: child, parent: placed.node, key }, nodes)
}
