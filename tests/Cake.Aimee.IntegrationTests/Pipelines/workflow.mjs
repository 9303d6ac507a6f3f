// Parses a workflow as GitHub does, and prints the faults, and the jobs with what they need.
import { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } from "@actions/workflow-parser";
import { readFileSync } from "node:fs";

async function main() {
    const [file] = process.argv.slice(2);
    const result = parseWorkflow({ name: file, content: readFileSync(file, "utf8") }, new NoOperationTraceWriter());
    const template = result.value && await convertWorkflowTemplate(result.context, result.value);
    console.log(JSON.stringify({
        errors: result.context.errors.getErrors().map(error => error.message),
        jobs: template?.jobs?.map(job => ({ id: job.id.value, needs: (job.needs ?? []).map(need => need.value) })),
    }));
}

main();
