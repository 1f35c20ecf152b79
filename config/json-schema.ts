/** The JSON Schema of the settings files, for editors and for the reference. */
import { z } from 'zod';

/** Of JSON Schema, the part that settings use. `unit` is ours. */
export type SettingSchema = {
  readonly description?: string;
  readonly unit?: string;
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, SettingSchema>>;
  readonly items?: SettingSchema;
  readonly additionalProperties?: boolean | SettingSchema;
};

/** A settings file's schema as JSON Schema. Whole sections have no default of their own: their keys do. Throws when the schema transforms values. */
export function jsonSchemaOf(schema: z.ZodObject): SettingSchema {
  // Both directions are asked for: only the output's refuses transformations, which would make the written and the effective value differ.
  z.toJSONSchema(schema, { io: 'output', target: 'draft-7' });
  const jsonSchema = z.toJSONSchema(schema, {
    io: 'input',
    target: 'draft-7',
    override: ({ jsonSchema: part }) => {
      if (part.type === 'object' && part.properties !== undefined) delete part.default;
    },
  });
  return jsonSchema as SettingSchema;
}

/** The same without what is ours, so that any editor takes it, as text. */
export function jsonSchemaText(schema: z.ZodObject): string {
  const text = JSON.stringify(
    jsonSchemaOf(schema),
    (key, value: unknown) => (key === 'unit' && typeof value === 'string' ? undefined : value),
    2,
  );
  return `${text}\n`;
}
