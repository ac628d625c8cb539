// Who imports whom, held against the table of rooms; and no file may, by any way round, import
// itself, not even for types.

import { posix } from 'node:path'
import { mayImportPackage, mayImportRoom, type Room, roomOf } from './rooms.ts'

/** What each file reaches for, as it is written there. */
export type ImportsByFile = ReadonlyMap<string, readonly string[]>

type Target =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'package'; readonly name: string }

/** A sentence for every forbidden import and every cycle. */
export function layerFindings(importsByFile: ImportsByFile): string[] {
  const forbidden = [...importsByFile].flatMap(([file, specifiers]) =>
    specifiers.flatMap((specifier) => {
      const finding = findingIn(file, targetOf(file, specifier, importsByFile))
      return finding === null ? [] : [finding]
    }),
  )
  return [...homeless(importsByFile), ...forbidden, ...cyclesIn(importsByFile)]
}

function homeless(importsByFile: ImportsByFile): string[] {
  return [...importsByFile.keys()]
    .filter((file) => roomOf(file) === null)
    .map((file) => `${file} lies in no room: move it, or add its folder to scripts/rooms.ts.`)
}

function findingIn(file: string, target: Target): string | null {
  const from = roomOf(file)
  if (from === null) return null
  if (target.kind === 'package') return packageFinding(file, from, target.name)
  const room = roomOf(target.path)
  if (room === null) return `${file} imports ${target.path}, which lies in no room.`
  if (isTest(target.path) && !isTest(file))
    return `${file} imports ${target.path}: only tests import tests.`
  // The examples are the fixtures of every room's tests.
  if (isTest(file) && room.path === 'examples') return null
  if (mayImportRoom(from, room)) return null
  return `${file} imports ${target.path}: ${from.path} may import ${listed(from.imports)}.`
}

function packageFinding(file: string, from: Room, name: string): string | null {
  // Tests run in Node, whatever they test.
  if (isTest(file) || mayImportPackage(from, name)) return null
  return `${file} imports ${name}: ${from.path} may import ${listed(from.packages)} from outside.`
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? 'nothing' : `only ${names.join(', ')}`
}

function isTest(file: string): boolean {
  return /\.(test|conformance|fixture|arbitrary)\.tsx?$/.test(file)
}

function targetOf(file: string, specifier: string, known: ImportsByFile): Target {
  // Vite's `?url`, `?raw` and `?worker` say how to import, not what.
  const bare = specifier.replace(/\?.*$/, '')
  if (bare.startsWith('#shared/')) return { kind: 'file', path: bare.slice(1) }
  if (!/^\.{0,2}\//.test(bare)) return { kind: 'package', name: packageName(bare) }
  const path = bare.startsWith('/') ? bare.slice(1) : posix.join(posix.dirname(file), bare)
  // `new URL('./worker.js', …)` names the built file of this source.
  const source = path.replace(/\.js$/, '.ts')
  return { kind: 'file', path: known.has(source) ? source : path }
}

function packageName(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier
  const parts = specifier.split('/')
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/')
}

/** One sentence a way back, found by walking every file once. */
function cyclesIn(importsByFile: ImportsByFile): string[] {
  const found: string[] = []
  const done = new Set<string>()
  const way: string[] = []

  const walk = (file: string): void => {
    if (done.has(file)) return
    const start = way.indexOf(file)
    if (start >= 0) {
      found.push(`Cycle: ${[...way.slice(start), file].join(' → ')}.`)
      return
    }
    way.push(file)
    for (const next of fileTargets(file, importsByFile)) walk(next)
    way.pop()
    done.add(file)
  }

  for (const file of importsByFile.keys()) walk(file)
  return found
}

function fileTargets(file: string, importsByFile: ImportsByFile): string[] {
  return (importsByFile.get(file) ?? []).flatMap((specifier) => {
    const target = targetOf(file, specifier, importsByFile)
    return target.kind === 'file' && importsByFile.has(target.path) ? [target.path] : []
  })
}
