// Earlier versions of a topology, which the server keeps.

import {
  type KeepVersion,
  type Version,
  versionContentSchema,
  versionListSchema,
  versionSchema,
} from '#shared/protocol/versions.ts'
import { describeProblems, parseTopologyText } from '#shared/topology/parse.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { deleteAt, patchJson, postJson, readJson } from './http.ts'
import type { Result } from './result.ts'

export interface VersionContent {
  readonly version: Version
  /** As it was in the file. */
  readonly text: string
  /** Null: it can no longer be opened, and `problem` says why. */
  readonly topology: Topology | null
  readonly problem: string | null
}

/** Newest first. */
export function listVersions(topologyId: string): Promise<Result<readonly Version[]>> {
  return readJson(pathOf(topologyId), versionListSchema)
}

/** Of what the server has now. */
export function keepVersion(topologyId: string, wanted: KeepVersion): Promise<Result<Version>> {
  return postJson(pathOf(topologyId), { body: wanted, answer: versionSchema })
}

export async function readVersion(
  topologyId: string,
  versionId: string,
): Promise<Result<VersionContent>> {
  const result = await readJson(`${pathOf(topologyId)}/${versionId}`, versionContentSchema)
  if (!result.ok) return result
  const parsed = parseTopologyText(result.value.text)
  const content = parsed.ok
    ? { topology: parsed.topology, problem: null }
    : { topology: null, problem: describeProblems(parsed.problems) }
  return { ok: true, value: { ...result.value, ...content } }
}

export function renameVersion(
  topologyId: string,
  versionId: string,
  name: string,
): Promise<Result<Version>> {
  return patchJson(`${pathOf(topologyId)}/${versionId}`, { body: { name }, answer: versionSchema })
}

export function deleteVersion(topologyId: string, versionId: string): Promise<Result<null>> {
  return deleteAt(`${pathOf(topologyId)}/${versionId}`)
}

function pathOf(topologyId: string): string {
  return `/api/topologies/${topologyId}/versions`
}
