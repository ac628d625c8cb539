// What the topology was earlier: versions that somebody has named, and those that were kept by themselves.

import { type FormEvent, useState } from 'react'
import type { Version } from '#shared/protocol/versions.ts'
import { designerStore, useDesigner } from '../../store/designerStore.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { nameVersion } from './keeping.ts'
import { useVersions, type Versions } from './useVersions.ts'
import { VersionPreview } from './VersionPreview.tsx'
import { countsText, versionTime, versionTitle } from './versionWords.ts'
import './versions.css'

export function VersionsDialog() {
  const topologyId = useDesigner((state) => state.topologyId)
  if (topologyId === null) return null
  return (
    <Dialog title="Version history" onClose={() => designerStore.getState().openDialog(null)}>
      <History topologyId={topologyId} />
    </Dialog>
  )
}

function History({ topologyId }: { readonly topologyId: string }) {
  const versions = useVersions(topologyId)
  const [chosenId, setChosenId] = useState<string | null>(null)
  const chosen = versions.list?.find(({ id }) => id === chosenId) ?? versions.list?.[0] ?? null
  return (
    <div className="versions">
      <NameForm topologyId={topologyId} reload={versions.reload} />
      <div className="versions-body">
        <VersionList versions={versions} chosenId={chosen?.id ?? null} onChoose={setChosenId} />
        {chosen ? (
          <VersionPreview
            key={chosen.id}
            topologyId={topologyId}
            version={chosen}
            reload={versions.reload}
          />
        ) : (
          <p className="versions-none">
            {versions.list === null
              ? ''
              : 'While you edit, a version is kept every few minutes. Name one before you try something: it stays until you delete it.'}
          </p>
        )}
      </div>
    </div>
  )
}

interface NameFormProps {
  readonly topologyId: string
  readonly reload: () => Promise<void>
}

function NameForm({ topologyId, reload }: NameFormProps) {
  const isConnected = useDesigner((state) => state.connected)
  const [problem, setProblem] = useState<string | null>(null)
  const [isKeeping, setKeeping] = useState(false)
  const onSubmit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const name = `${new FormData(form).get('name') ?? ''}`.trim()
    if (name === '') return setProblem('A version has a name, such as "Before the split".')
    setKeeping(true)
    const result = await nameVersion(topologyId, name)
    setKeeping(false)
    setProblem(result.ok ? null : result.message)
    if (!result.ok) return
    form.reset()
    await reload()
  }
  return (
    <form className="versions-form" onSubmit={(event) => void onSubmit(event)}>
      <input
        className="text-field"
        name="name"
        aria-label="Name of the version"
        placeholder="Name what is on show, such as “Before the split”"
        maxLength={120}
        autoComplete="off"
        ref={(input) => input?.focus()}
      />
      <Button type="submit" tone="accent" disabled={!isConnected || isKeeping}>
        Keep this version
      </Button>
      {problem === null ? null : <p role="alert">{problem}</p>}
    </form>
  )
}

interface VersionListProps {
  readonly versions: Versions
  readonly chosenId: string | null
  readonly onChoose: (versionId: string) => void
}

function VersionList({ versions, chosenId, onChoose }: VersionListProps) {
  const { list, problem } = versions
  if (problem !== null) return <p className="versions-note">{problem}</p>
  if (list === null) return <p className="versions-note">Reading the versions…</p>
  if (list.length === 0) return <p className="versions-note">No versions yet.</p>
  return (
    <ul className="versions-list" aria-label="Versions, newest first">
      {list.map((version) => (
        <Row
          key={version.id}
          version={version}
          isChosen={version.id === chosenId}
          onChoose={onChoose}
        />
      ))}
    </ul>
  )
}

interface RowProps {
  readonly version: Version
  readonly isChosen: boolean
  readonly onChoose: (versionId: string) => void
}

function Row({ version, isChosen, onChoose }: RowProps) {
  const { id, atMs, name, services, channels } = version
  return (
    <li>
      <button
        type="button"
        aria-pressed={isChosen}
        data-named={name !== null || undefined}
        onClick={() => onChoose(id)}
      >
        <b>{versionTitle(version)}</b>
        <span>{versionTime(atMs, Date.now())}</span>
        <small>{countsText(services, channels)}</small>
      </button>
    </li>
  )
}
