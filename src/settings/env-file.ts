/** Puts the variables of `.env` in the folder where the program is started into its environment. Loaded before an entry point, by `--import`. */

const missing = 'ENOENT';

/** Variables that are set already stay. Node's own `--env-file-if-exists` says at every start without a file that there is none. */
function load(): void {
  try {
    process.loadEnvFile('.env');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === missing) return;
    process.stderr.write("The file .env can't be read. Let the user who starts this read it, or take it away.\n");
    process.exit(1);
  }
}

load();
