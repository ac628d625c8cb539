// The file of a version: a line about it, and then the topology as it was, character by character. One
// file, so that a crash leaves all of it or nothing.

import { z } from 'zod'
import { type Version, versionSchema } from '#shared/protocol/versions.ts'
import { canonicalText } from '#shared/topology/canonical.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { contentHashOf } from '../ledger.ts'

const headSchema = versionSchema
  .omit({ id: true })
  .extend({ format: z.literal('millrace-version/1'), contentHash: z.string().max(128) })

/** Longer than any line about a version. */
export const HEAD_BYTES_MAX = 4096

export interface StoredVersion {
  readonly version: Version
  /** Tells whether two versions are the same, without reading them through. */
  readonly contentHash: string
  readonly text: string
}

export function storedVersionOf(
  topology: Topology,
  facts: Pick<Version, 'id' | 'atMs' | 'name' | 'reason'>,
): StoredVersion {
  const text = canonicalText(topology)
  const services = Object.keys(topology.services).length
  const channels = Object.keys(topology.channels).length
  return { version: { ...facts, services, channels }, contentHash: contentHashOf(text), text }
}

export function fileTextOf({ version, contentHash, text }: StoredVersion): string {
  const { id: _, ...facts } = version
  return `${JSON.stringify({ format: 'millrace-version/1', ...facts, contentHash })}\n${text}`
}

/** Null: this is no version of ours. `fileText`: at least the line about it. */
export function parseStoredVersion(id: string, fileText: string): StoredVersion | null {
  const end = fileText.indexOf('\n')
  if (end < 0) return null
  const head = headSchema.safeParse(jsonOf(fileText.slice(0, end)))
  if (!head.success) return null
  const { format: _, contentHash, ...facts } = head.data
  return { version: { id, ...facts }, contentHash, text: fileText.slice(end + 1) }
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
