// All examples, by what they are about: each can be opened, or opened with its story.

import { useEffect, useState } from 'react'
import type { ExampleEntry } from '#shared/protocol/http.ts'
import { DOMAINS } from '#shared/protocol/story.ts'
import { listExamples } from '../../connection/documents.ts'
import { designerStore } from '../../store/designerStore.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { countsText } from '../versions/versionWords.ts'
import { LiveThumbnail } from './LiveThumbnail.tsx'
import { openExample } from './openExample.ts'
import './gallery.css'

type Listing =
  | { readonly kind: 'loading' }
  | { readonly kind: 'read'; readonly examples: readonly ExampleEntry[] }
  | { readonly kind: 'failed'; readonly message: string }

export function GalleryDialog() {
  const listing = useExamples()
  return (
    <Dialog
      title="Examples and their stories"
      onClose={() => designerStore.getState().openDialog(null)}
    >
      <div className="gallery">
        {listing.kind === 'loading' ? <p className="gallery-note">Reading the examples…</p> : null}
        {listing.kind === 'failed' ? <p className="gallery-note">{listing.message}</p> : null}
        {listing.kind === 'read'
          ? DOMAINS.map((domain) => {
              const examples = listing.examples.filter((example) => example.domain === domain)
              if (examples.length === 0) return null
              return (
                <section key={domain} aria-label={domain}>
                  <h3>{domain}</h3>
                  <ul>
                    {examples.map((example) => (
                      <Card key={example.id} example={example} />
                    ))}
                  </ul>
                </section>
              )
            })
          : null}
      </div>
    </Dialog>
  )
}

function Card({ example }: { readonly example: ExampleEntry }) {
  const { id, name, summary, storyTitle, services, channels, miniature } = example
  return (
    <li className="gallery-card">
      <div className="gallery-drawing">
        <LiveThumbnail miniature={miniature} />
      </div>
      <div className="gallery-words">
        <b>{name}</b>
        <p>{summary}</p>
        <small>
          {countsText(services, channels)}
          {storyTitle === null ? null : (
            <>
              . Its story: <i>{storyTitle}</i>
            </>
          )}
        </small>
        <div className="gallery-acts">
          <Button size="small" onClick={() => void openExample(id, false)}>
            Open<span className="visually-hidden"> {name}</span>
          </Button>
          {storyTitle === null ? null : (
            <Button
              size="small"
              tone="accent"
              icon="book"
              onClick={() => void openExample(id, true)}
            >
              Tell the story<span className="visually-hidden"> of {name}</span>
            </Button>
          )}
        </div>
      </div>
    </li>
  )
}

function useExamples(): Listing {
  const [listing, setListing] = useState<Listing>({ kind: 'loading' })
  useEffect(() => {
    let isShown = true
    void listExamples().then((result) => {
      if (!isShown) return
      if (result.ok) setListing({ kind: 'read', examples: result.value })
      else setListing({ kind: 'failed', message: result.message })
    })
    return () => {
      isShown = false
    }
  }, [])
  return listing
}
