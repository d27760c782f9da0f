#!/usr/bin/env node
import { run } from './command-line.ts';

await run(process.argv);
