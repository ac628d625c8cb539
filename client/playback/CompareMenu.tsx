import { formatClock } from '#shared/lib/units.ts'
import { designerStore, useDesigner } from '../store/designerStore.ts'
import { IconButton } from '../ui/Button.tsx'
import { Menu, MenuHeading, MenuItem, MenuSeparator } from '../ui/Menu.tsx'
import { forkRun } from './transport.ts'

/** Keeps the run to compare with, and compares it with those that were kept. */
export function CompareMenu({ disabled }: { readonly disabled: boolean }) {
  const baselines = useDesigner(({ run }) => run?.baselines)
  return (
    <Menu
      label="Fork and compare"
      trigger={(props) => (
        <IconButton
          icon="fork"
          className="no-phone"
          label="Fork and compare"
          disabled={disabled}
          {...props}
        />
      )}
    >
      <MenuItem
        label="Fork here"
        hint="Keeps this run, to compare it with what you change next"
        onSelect={() => void forkRun()}
      />
      {baselines && baselines.length > 0 ? (
        <>
          <MenuSeparator />
          <MenuHeading>Compare this run with</MenuHeading>
          {baselines.map(({ id, label, untilNs }) => (
            <MenuItem
              key={id}
              label={label}
              hint={`Recorded until ${formatClock(untilNs)}`}
              onSelect={() => designerStore.getState().compareWith(id)}
            />
          ))}
        </>
      ) : null}
    </Menu>
  )
}
