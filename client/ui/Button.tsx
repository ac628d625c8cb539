import type { ComponentProps } from 'react'
import { Icon, type IconName } from './Icon.tsx'
import './button.css'

export interface ButtonProps extends ComponentProps<'button'> {
  readonly tone?: 'plain' | 'accent' | 'contrast' | 'danger'
  readonly size?: 'small' | 'normal'
  readonly icon?: IconName
}

export function Button({
  tone = 'plain',
  size = 'normal',
  icon,
  children,
  className,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      className={className ? `button ${className}` : 'button'}
      data-tone={tone}
      data-size={size}
      {...rest}
    >
      {icon ? <Icon name={icon} size={size === 'small' ? 12 : 14} /> : null}
      {children}
    </button>
  )
}

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  readonly icon: IconName
  /** What the button does, in the user's words; also its tooltip unless `title` says more. */
  readonly label: string
  readonly framed?: boolean
  readonly iconSize?: number
}

export function IconButton({
  icon,
  label,
  framed = false,
  iconSize = 14,
  className,
  ...rest
}: IconButtonProps) {
  return (
    <button
      type="button"
      className={className ? `icon-button ${className}` : 'icon-button'}
      aria-label={label}
      title={label}
      data-framed={framed || undefined}
      {...rest}
    >
      <Icon name={icon} size={iconSize} />
    </button>
  )
}
