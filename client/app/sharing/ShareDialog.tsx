import { useEffect, useRef, useState } from 'react'
import { formatDuration } from '#shared/lib/units.ts'
import { miniatureOf } from '#shared/protocol/miniature.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { createAndOpen } from '../opening.ts'
import { Thumbnail } from '../Thumbnail.tsx'
import { elementCounts } from '../versions/versionWords.ts'
import { forgetShare, type SharedDocument, useIncomingShare } from './incomingShare.ts'
import './sharing.css'

/** Says what a link has brought, and opens a copy of it if the person wants that. */
export function ShareDialog() {
  const document = useIncomingShare()
  const [isOpening, setOpening] = useState(false)
  const confirm = useRef<HTMLButtonElement>(null)
  useEffect(() => confirm.current?.focus(), [])
  if (document === null) return null
  const topology = document.kind === 'recipe' ? document.recipe.topology : document.topology
  const open = async () => {
    setOpening(true)
    const id = await createAndOpen(
      document.kind === 'recipe'
        ? { kind: 'recipe', recipe: document.recipe }
        : { kind: 'topology', topology: document.topology },
    )
    // Where it was refused, the person may still want to try again.
    if (id === null) setOpening(false)
    else forgetShare()
  }
  return (
    <Dialog title="Open what somebody shared?" onClose={forgetShare}>
      <div className="shared">
        <div className="shared-drawing">
          <Thumbnail miniature={miniatureOf(topology)} />
        </div>
        <div className="shared-facts">
          <b>{topology.name}</b>
          <span>{elementCounts(topology)}</span>
          <span>{runWords(document)}</span>
          {topology.description ? <p>{topology.description.split('\n')[0]}</p> : null}
        </div>
      </div>
      <p className="shared-hint">
        The link holds all of it; nothing was fetched from anywhere. It becomes a topology of your
        own: what is yours stays as it is.
      </p>
      <div className="shared-buttons">
        <Button onClick={forgetShare}>Not now</Button>
        <Button ref={confirm} tone="accent" disabled={isOpening} onClick={() => void open()}>
          Open a copy
        </Button>
      </div>
    </Dialog>
  )
}

function runWords(document: SharedDocument): string {
  if (document.kind === 'topology') return 'No run'
  const { seed, untilMs, commands } = document.recipe
  const length = untilMs === 0 ? 'A run at its start' : `A run of ${formatDuration(untilMs)}`
  const done = commands.length === 1 ? '1 command' : `${commands.length} commands`
  return `${length}, seed ${seed}, ${done}`
}
