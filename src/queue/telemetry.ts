/** Traces of jobs, from whoever asked for one to whoever ran it, sent by OpenTelemetry's protocol over HTTP. */
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-node';
import type { Telemetry } from 'bullmq';

/** `hook` is BullMQ's; `close` sends what was not sent yet, and never throws. */
export type JobTelemetry = { readonly hook: Telemetry; readonly close: () => Promise<void> };

const serviceName = 'staff-signals';
const closeWithinMs = 5_000;

/**
 * Sends spans to `endpoint` and `/v1/traces`, some seconds after they end; while nobody takes them there they are dropped. Its libraries
 * are loaded here alone, so a service without an endpoint starts without them. Messages and stacks of errors stay in our own log.
 * https://opentelemetry.io/docs/specs/otlp/#otlphttp, https://docs.bullmq.io/guide/telemetry
 */
export async function openTelemetry({ endpoint }: { readonly endpoint: string }): Promise<JobTelemetry> {
  const [{ BatchSpanProcessor, NodeTracerProvider }, { OTLPTraceExporter }, { resourceFromAttributes }, { BullMQOtel }] = await Promise.all(
    [
      import('@opentelemetry/sdk-trace-node'),
      import('@opentelemetry/exporter-trace-otlp-http'),
      import('@opentelemetry/resources'),
      import('bullmq-otel'),
    ],
  );
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces`, timeoutMillis: closeWithinMs });
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': serviceName }),
    spanProcessors: [new BatchSpanProcessor(withoutTexts(exporter))],
  });
  provider.register();
  return { hook: new BullMQOtel({ tracerName: serviceName }), close: () => provider.shutdown().catch(() => undefined) };
}

/** BullMQ writes an error's message and stack into its spans, and messages of what nobody foresaw can hold anything. */
function withoutTexts(exporter: SpanExporter): SpanExporter {
  return {
    export: (spans, onResult) => exporter.export(spans.filter(isAboutJob).map(bare), onResult),
    shutdown: () => exporter.shutdown(),
    forceFlush: () => exporter.forceFlush?.() ?? Promise.resolve(),
  };
}

/** Workers ask for jobs every few seconds and mostly get none. */
function isAboutJob({ attributes }: ReadableSpan): boolean {
  return attributes['bullmq.job.id'] !== undefined;
}

function bare(span: ReadableSpan): ReadableSpan {
  const events = span.events.map(({ name, time }) => ({ name, time }));
  return Object.create(span, { events: { value: events }, status: { value: { code: span.status.code } } }) as ReadableSpan;
}
