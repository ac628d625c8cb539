import { useCallback, useEffect, useState } from 'react'
import type { Version } from '#shared/protocol/versions.ts'
import { listVersions, readVersion, type VersionContent } from '../../connection/versions.ts'

export interface Versions {
  /** Null: on their way. */
  readonly list: readonly Version[] | null
  readonly problem: string | null
  readonly reload: () => Promise<void>
}

export function useVersions(topologyId: string): Versions {
  const [list, setList] = useState<readonly Version[] | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const reload = useCallback(async () => {
    const result = await listVersions(topologyId)
    if (result.ok) setList(result.value)
    setProblem(result.ok ? null : result.message)
  }, [topologyId])
  useEffect(() => void reload(), [reload])
  return { list, problem, reload }
}

export type Content =
  | { readonly kind: 'loading' }
  | { readonly kind: 'read'; readonly content: VersionContent }
  | { readonly kind: 'failed'; readonly message: string }

/** Null: none is chosen. */
export function useContent(topologyId: string, versionId: string | null): Content {
  const [content, setContent] = useState<Content>({ kind: 'loading' })
  useEffect(() => {
    if (versionId === null) return
    let isWanted = true
    setContent({ kind: 'loading' })
    void readVersion(topologyId, versionId).then((result) => {
      if (!isWanted) return
      if (result.ok) setContent({ kind: 'read', content: result.value })
      else setContent({ kind: 'failed', message: result.message })
    })
    return () => {
      isWanted = false
    }
  }, [topologyId, versionId])
  return content
}
