import { type KeyboardEvent, useEffect, useState } from 'react'
import type { ExampleList, TopologyList } from '#shared/protocol/http.ts'
import { setField } from '#shared/topology/edits.ts'
import { listExamples, listTopologies } from '../connection/documents.ts'
import { designerStore, useDesigner } from '../store/designerStore.ts'
import { Icon } from '../ui/Icon.tsx'
import { Menu, MenuHeading, MenuItem, MenuSeparator } from '../ui/Menu.tsx'
import { chooseFile } from './importing.ts'
import { goTo } from './navigation.ts'
import { newTopology } from './newTopology.ts'
import { createAndOpen } from './opening.ts'

/** The name of what is open, and the way to everything else. */
export function TopologyMenu() {
  const name = useDesigner((state) => (state.topologyId === null ? null : state.topology.name))
  const [isRenaming, setRenaming] = useState(false)
  if (isRenaming && name !== null)
    return <NameField name={name} onDone={() => setRenaming(false)} />
  return (
    <Menu
      label="Topologies"
      trigger={(props) => (
        <button type="button" className="topology-menu" title="Topologies" {...props}>
          <b>{name ?? 'Millrace'}</b>
          <Icon name="chevron" size={12} />
        </button>
      )}
    >
      {name === null ? null : (
        <>
          <MenuItem icon="edit" label="Rename" onSelect={() => setRenaming(true)} />
          <MenuItem
            icon="history"
            label="Version history…"
            onSelect={() => designerStore.getState().openDialog('versions')}
          />
          <MenuItem
            icon="trash"
            label="Delete…"
            onSelect={() => designerStore.getState().openDialog('delete')}
          />
          <MenuSeparator />
        </>
      )}
      <MenuItem icon="plus" label="New topology" onSelect={() => void newTopology()} />
      <MenuItem icon="import" label="Import a file…" onSelect={chooseFile} />
      <MenuItem
        icon="book"
        label="Examples and stories…"
        onSelect={() => designerStore.getState().openDialog('gallery')}
      />
      <Workspace />
    </Menu>
  )
}

function Workspace() {
  const openId = useDesigner((state) => state.topologyId)
  const [topologies, setTopologies] = useState<TopologyList>([])
  const [examples, setExamples] = useState<ExampleList>([])
  // Rendered only while the menu is open, so this is read anew each time.
  useEffect(() => {
    void listTopologies().then((result) => result.ok && setTopologies(result.value))
    void listExamples().then((result) => result.ok && setExamples(result.value))
  }, [])
  return (
    <>
      {topologies.length > 0 ? <MenuHeading>In this workspace</MenuHeading> : null}
      {topologies.map(({ id, name, problem }) => (
        <MenuItem
          key={id}
          label={name}
          hint={problem ?? `${id}.json`}
          checked={id === openId}
          disabled={problem !== null}
          onSelect={() => void goTo(id)}
        />
      ))}
      {examples.length > 0 ? <MenuHeading>Examples</MenuHeading> : null}
      {examples.map(({ id, name, summary }) => (
        <MenuItem
          key={id}
          label={name}
          hint={summary}
          onSelect={() => void createAndOpen({ kind: 'example', exampleId: id })}
        />
      ))}
    </>
  )
}

function NameField({ name, onDone }: { readonly name: string; readonly onDone: () => void }) {
  const commit = (typed: string) => {
    const trimmed = typed.trim()
    if (trimmed !== '' && trimmed !== name) {
      designerStore
        .getState()
        .edit(setField(['name'], trimmed, `Rename the topology to ${trimmed.slice(0, 80)}`))
    }
    onDone()
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter') commit(event.currentTarget.value)
    if (event.key === 'Escape') onDone()
  }
  return (
    <input
      className="text-field topology-name"
      aria-label="Name of the topology"
      defaultValue={name}
      maxLength={120}
      ref={(input) => input?.select()}
      onKeyDown={onKeyDown}
      onBlur={({ target }) => commit(target.value)}
    />
  )
}
