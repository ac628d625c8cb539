// Replaces a method or a getter of a class of the engine while a planted bug is in it.

export type Restore = () => void

type Callable = (...args: never[]) => unknown

type MethodOf<Type, Name extends keyof Type> = Type[Name] extends (
  ...args: infer Args
) => infer Result
  ? (...args: Args) => Result
  : never

/** `wrong` gets the right method, bound to its object, the arguments, and the object. */
export function plantMethod<Type extends object, Name extends keyof Type & string>(
  prototype: Type,
  name: Name,
  wrong: (
    right: MethodOf<Type, Name>,
    args: Parameters<MethodOf<Type, Name>>,
    self: Type,
  ) => ReturnType<MethodOf<Type, Name>>,
): Restore {
  const descriptor = descriptorOf(prototype, name)
  const right = descriptor.value as Callable
  const value = function (this: Type, ...args: Parameters<MethodOf<Type, Name>>) {
    const bound = ((...own: never[]) => right.apply(this, own)) as MethodOf<Type, Name>
    return wrong(bound, args, this)
  }
  return replaced(prototype, name, { ...descriptor, value })
}

export function plantGetter<Type extends object, Name extends keyof Type & string>(
  prototype: Type,
  name: Name,
  wrong: (right: Type[Name], self: Type) => Type[Name],
): Restore {
  const descriptor = descriptorOf(prototype, name)
  const get = function (this: Type) {
    return wrong(descriptor.get?.call(this) as Type[Name], this)
  }
  return replaced(prototype, name, { ...descriptor, get })
}

export function all(...restores: readonly Restore[]): Restore {
  return () => {
    for (const restore of restores) restore()
  }
}

function replaced(prototype: object, name: string, descriptor: PropertyDescriptor): Restore {
  const before = descriptorOf(prototype, name)
  Object.defineProperty(prototype, name, descriptor)
  return () => {
    Object.defineProperty(prototype, name, before)
  }
}

/** A bug that has lost its place in the engine must not pass for one that is found. */
function descriptorOf(prototype: object, name: string): PropertyDescriptor {
  const descriptor = Object.getOwnPropertyDescriptor(prototype, name)
  if (!descriptor) throw new Error(`There is no '${name}' any more to plant a bug in.`)
  return descriptor
}
