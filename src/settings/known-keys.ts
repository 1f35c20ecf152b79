/** Which keys a schema knows at a path, so that a typo can be answered with what was meant. */
import { z } from 'zod';
import type { KeysAt } from './complaints.ts';
import type { Path } from './yaml-text.ts';

/** The keys that a schema allows at a path; empty where it allows any or none. */
export function keysIn(schema: z.ZodType): KeysAt {
  return (path: Path) => {
    let inner: z.core.$ZodType | undefined = unwrapped(schema);
    for (const step of path) inner = inner === undefined ? undefined : unwrapped(childOf(inner, step));
    return inner instanceof z.ZodObject ? Object.keys(inner.shape) : [];
  };
}

function childOf(schema: z.core.$ZodType, step: PropertyKey): z.core.$ZodType | undefined {
  if (schema instanceof z.ZodObject) return schema.shape[String(step)];
  if (schema instanceof z.ZodRecord) return schema.valueType;
  return schema instanceof z.ZodArray ? schema.element : undefined;
}

function unwrapped(schema: z.core.$ZodType | undefined): z.core.$ZodType | undefined {
  const isWrapper =
    schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional || schema instanceof z.ZodReadonly;
  return isWrapper ? unwrapped(schema.unwrap()) : schema;
}
