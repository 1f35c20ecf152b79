/** The marker: the first line of a monthly issue's body, by which it is found again. */
import type { Month } from '../domain/month.ts';

export type ReportMarker = { readonly personId: number; readonly month: Month };

const markerPattern =
  /^\s*<!--\s*staff-signals:report\s*\{\s*"person"\s*:\s*(\d{1,15})\s*,\s*"month"\s*:\s*"(\d{4}-(?:0[1-9]|1[0-2]))"\s*\}\s*-->\s*$/;

/** The marker's line, without a line break. */
export function reportMarker(report: ReportMarker): string {
  return `<!-- staff-signals:report {"person":${report.personId},"month":"${report.month}"} -->`;
}

/** The marker in the first line of a body, whatever the line breaks and the spaces in it; null when that line is none. */
export function parseReportMarker(body: string): ReportMarker | null {
  const [firstLine = ''] = body.split(/\r?\n/, 1);
  const match = markerPattern.exec(firstLine);
  if (match?.[1] === undefined || match[2] === undefined) return null;
  return { personId: Number(match[1]), month: match[2] };
}
