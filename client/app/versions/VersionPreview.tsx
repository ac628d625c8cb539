import { type KeyboardEvent, useState } from 'react'
import { miniatureOf } from '#shared/protocol/miniature.ts'
import type { Version } from '#shared/protocol/versions.ts'
import { whatChanged } from '#shared/topology/whatChanged.ts'
import { deleteVersion, renameVersion, type VersionContent } from '../../connection/versions.ts'
import { designerStore, useDesigner } from '../../store/designerStore.ts'
import { Button } from '../../ui/Button.tsx'
import { download } from '../exporting.ts'
import { createAndOpen } from '../opening.ts'
import { Thumbnail } from '../Thumbnail.tsx'
import { restore } from './keeping.ts'
import { useContent } from './useVersions.ts'
import { versionTitle } from './versionWords.ts'

interface VersionPreviewProps {
  readonly topologyId: string
  readonly version: Version
  readonly reload: () => Promise<void>
}

/** What a version holds, what has changed since, and what can be done with it. */
export function VersionPreview(props: VersionPreviewProps) {
  const { topologyId, version, reload } = props
  const content = useContent(topologyId, version.id)
  const [problem, setProblem] = useState<string | null>(null)
  const [isRenaming, setRenaming] = useState(false)
  const onRename = async (name: string) => {
    setRenaming(false)
    if (name === '' || name === version.name) return
    const result = await renameVersion(topologyId, version.id, name)
    setProblem(result.ok ? null : result.message)
    await reload()
  }
  const onDelete = async () => {
    const result = await deleteVersion(topologyId, version.id)
    setProblem(result.ok ? null : result.message)
    await reload()
  }
  return (
    <section className="version" aria-label={`Version ${versionTitle(version)}`}>
      {content.kind === 'read' ? (
        <Contents content={content.content} />
      ) : (
        <div className="version-drawing">
          <p className="versions-note">
            {content.kind === 'failed' ? content.message : 'Reading…'}
          </p>
        </div>
      )}
      {isRenaming ? (
        <RenameField name={version.name ?? ''} onDone={(name) => void onRename(name)} />
      ) : null}
      {problem === null ? null : <p role="alert">{problem}</p>}
      <div className="version-acts">
        {content.kind === 'read' ? (
          <ContentActs topologyId={topologyId} content={content.content} onProblem={setProblem} />
        ) : null}
        <Button icon="edit" onClick={() => setRenaming(true)}>
          {version.name === null ? 'Name it' : 'Rename'}
        </Button>
        <Button icon="trash" tone="danger" onClick={() => void onDelete()}>
          Delete
        </Button>
      </div>
    </section>
  )
}

function Contents({ content }: { readonly content: VersionContent }) {
  const current = useDesigner((state) => state.topology)
  const { topology, problem } = content
  if (topology === null)
    return (
      <div className="version-drawing">
        <p className="versions-note">This version can no longer be opened. {problem}</p>
      </div>
    )
  const changes = whatChanged(topology, current)
  return (
    <>
      <div className="version-drawing">
        <Thumbnail miniature={miniatureOf(topology)} />
      </div>
      <div className="version-changes">
        <h3>Since then</h3>
        {changes.length === 0 ? <p>Nothing: it is what is on show.</p> : null}
        <ul>
          {changes.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </div>
    </>
  )
}

interface ContentActsProps {
  readonly topologyId: string
  readonly content: VersionContent
  readonly onProblem: (problem: string | null) => void
}

function ContentActs({ topologyId, content, onProblem }: ContentActsProps) {
  const isConnected = useDesigner((state) => state.connected)
  const current = useDesigner((state) => state.topology)
  const [isRestoring, setRestoring] = useState(false)
  const { topology, version, text } = content
  const isCurrent = topology !== null && whatChanged(topology, current).length === 0
  const onRestore = async () => {
    setRestoring(true)
    onProblem(await restore(topologyId, content))
    setRestoring(false)
  }
  const onCopy = async () => {
    if (topology === null) return
    const name = `${topology.name} (${versionTitle(version)})`.slice(0, 120)
    const id = await createAndOpen({ kind: 'topology', topology: { ...topology, name } })
    if (id !== null) designerStore.getState().openDialog(null)
  }
  return (
    <>
      <Button
        tone="accent"
        icon="undo"
        disabled={topology === null || isCurrent || isRestoring || !isConnected}
        onClick={() => void onRestore()}
      >
        Restore
      </Button>
      <Button icon="duplicate" disabled={topology === null} onClick={() => void onCopy()}>
        Open as a copy
      </Button>
      <Button
        icon="download"
        onClick={() => download(`${topologyId}-${fileTime(version.atMs)}.json`, text)}
      >
        Download
      </Button>
    </>
  )
}

interface RenameFieldProps {
  readonly name: string
  readonly onDone: (name: string) => void
}

function RenameField({ name, onDone }: RenameFieldProps) {
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter') onDone(event.currentTarget.value.trim())
    if (event.key !== 'Escape') return
    // The dialog stays.
    event.preventDefault()
    onDone(name)
  }
  return (
    <input
      className="text-field"
      aria-label="New name of the version"
      defaultValue={name}
      maxLength={120}
      ref={(input) => input?.select()}
      onKeyDown={onKeyDown}
      onBlur={({ target }) => onDone(target.value.trim())}
    />
  )
}

/** `2026-11-21-1403`, by the clock of whoever reads it. */
function fileTime(atMs: number): string {
  const at = new Date(atMs)
  const two = (value: number) => `${value}`.padStart(2, '0')
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
  return `${day}-${two(at.getHours())}${two(at.getMinutes())}`
}
