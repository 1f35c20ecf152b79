/**
 * The service as `npm start` runs it, in a hurry: its clock is a file, what waits for half a minute waits for a second, and its GitHub has no
 * limits. The argument is a `Hurry` as JSON.
 */
import { readFileSync } from 'node:fs';
import { openApp } from '../../src/app.ts';
import { createLog } from '../../src/log.ts';
import { serve } from '../../src/serve.ts';
import { loadEnvironment } from '../../src/settings/load.ts';
import { type Hurry, hurriedTimes } from './hurry.ts';

const { webUrl, clockFile } = JSON.parse(process.argv[2] ?? '') as Hurry;
const environment = loadEnvironment();
if (environment.app === null) throw new Error('It needs the credentials of an App.');
const options = { environment, credentials: environment.app, log: createLog(environment.logLevel) };
const clock = () => readFileSync(clockFile, 'utf8');
const app = await openApp({ ...options, clock, storeRole: 'service', offline: { webUrl }, queueTimes: hurriedTimes });
const service = await serve({ ...options, app });
process.once('SIGTERM', () => void service.stop().then(() => process.exit(0)));
