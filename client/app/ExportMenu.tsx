import { designerStore, useDesigner } from '../store/designerStore.ts'
import { Button } from '../ui/Button.tsx'
import { Menu, MenuHeading, MenuItem, MenuSeparator } from '../ui/Menu.tsx'
import { copy, copyRecipe, copyTopology, downloadRecipe, downloadTopology } from './exporting.ts'
import { copyPicture, savePng, saveSvg } from './pictures/pictureActions.ts'
import { copyShareLink } from './sharing/addressShare.ts'

/** Everything that leaves the page: documents, runs, pictures. */
export function ExportMenu() {
  const hash = useDesigner(({ run }) => run?.hash ?? null)
  const hasRun = useDesigner(({ run }) => run !== null && run.status !== 'held')
  return (
    <Menu
      label="Export"
      align="end"
      trigger={(props) => (
        <Button tone="contrast" icon="share" {...props}>
          Export
        </Button>
      )}
    >
      <MenuHeading>Topology</MenuHeading>
      <MenuItem
        icon="download"
        label="Download topology"
        hint="One JSON file, made for a git repository"
        onSelect={downloadTopology}
      />
      <MenuItem icon="copy" label="Copy topology" onSelect={() => void copyTopology()} />
      <MenuItem
        icon="link"
        label="Copy link"
        hint="The link holds all of it, with its run"
        onSelect={() => void copyShareLink()}
      />
      <MenuSeparator />
      <MenuHeading>Picture</MenuHeading>
      <MenuItem
        icon="download"
        label="Download SVG"
        hint="Sharp at any size, with the figures of now"
        onSelect={saveSvg}
      />
      <MenuItem icon="download" label="Download PNG" onSelect={savePng} />
      <MenuItem icon="copy" label="Copy picture" onSelect={copyPicture} />
      <MenuItem
        icon="play"
        label="Record GIF…"
        hint="A few seconds of the run, moving"
        disabled={!hasRun}
        onSelect={() => designerStore.getState().openDialog('record')}
      />
      <MenuSeparator />
      <MenuHeading>Run</MenuHeading>
      <MenuItem
        icon="download"
        label="Download run recipe"
        hint="Gives the same history on any machine"
        disabled={!hasRun}
        onSelect={() => void downloadRecipe()}
      />
      <MenuItem
        icon="copy"
        label="Copy run recipe"
        disabled={!hasRun}
        onSelect={() => void copyRecipe()}
      />
      {hash === null ? null : (
        <MenuItem
          icon="check"
          label="Copy history hash"
          hint={`${hash.slice(0, 20)}…`}
          onSelect={() => void copy(hash, 'The hash of the history')}
        />
      )}
    </Menu>
  )
}
