using System.Collections.Immutable;
using Cake.Aimee.Targets;

namespace Cake.Aimee.Images;

/// <summary>A program that is compiled in a cross image to prove its toolchain.</summary>
/// <param name="Name">File name of what is compiled: <c>c-static</c>.</param>
/// <param name="Language">The language, as people call it.</param>
/// <param name="IsStatic">Whether all libraries are to be inside the program.</param>
/// <param name="SourceName">File name of the source.</param>
/// <param name="Source">The source.</param>
/// <param name="CompileCommand">The command that compiles it, in shell, run beside the source.</param>
internal sealed record ProofProgram(
    string Name, string Language, bool IsStatic, string SourceName, string Source, string CompileCommand)
{
    /// <summary>What every one of them prints.</summary>
    internal string Expected => $"{Language}: 6 bytes, 21";

    /// <summary>
    /// C, C++ and Rust, each with shared libraries and without. Each uses what shows that the language's own library
    /// is whole: formatted output and the heap; exceptions and containers; threads and closures.
    /// </summary>
    internal static ImmutableArray<ProofProgram> For(TargetTriple target) =>
    [
        .. For(target, isStatic: false), .. For(target, isStatic: true),
    ];

    private static ImmutableArray<ProofProgram> For(TargetTriple target, bool isStatic)
    {
        var option = isStatic ? " -static" : "";
        var rust = $"rustc --target {target.Rust} -C linker={target}-gcc -C target-feature={(isStatic ? '+' : '-')}crt-static";
        return
        [
            Of("c", "C", isStatic, "proof.c", CSource, $"{target}-gcc{option}"),
            Of("c++", "C++", isStatic, "proof.cc", CPlusPlusSource, $"{target}-g++{option}"),
            Of("rust", "Rust", isStatic, "proof.rs", RustSource, rust),
        ];
    }

    private static ProofProgram Of(
        string name, string language, bool isStatic, string sourceName, string source, string compiler)
    {
        var output = $"{name}-{(isStatic ? "static" : "dynamic")}";
        return new(output, language, isStatic, sourceName, source, $"{compiler} -o {output} {sourceName}");
    }

    private const string CSource =
        """
        #include <stdio.h>
        #include <stdlib.h>
        #include <string.h>

        int main(void)
        {
            char *text = malloc(7);
            int sum = 0;
            if (!text)
                return 1;
            strcpy(text, "aimee!");
            for (int i = 1; i <= 6; i++)
                sum += i;
            printf("C: %zu bytes, %d\n", strlen(text), sum);
            free(text);
            return 0;
        }
        """;

    private const string CPlusPlusSource =
        """
        #include <iostream>
        #include <numeric>
        #include <stdexcept>
        #include <string>
        #include <vector>

        int main()
        {
            try {
                throw std::runtime_error("aimee!");
            } catch (const std::exception &caught) {
                std::vector<int> numbers(6);
                std::iota(numbers.begin(), numbers.end(), 1);
                std::cout << "C++: " << std::string(caught.what()).size() << " bytes, "
                          << std::accumulate(numbers.begin(), numbers.end(), 0) << std::endl;
            }
            return 0;
        }
        """;

    private const string RustSource =
        """
        use std::thread;

        fn main() {
            let text = String::from("aimee!");
            let sum = thread::spawn(|| (1..=6).sum::<i32>()).join().expect("the thread ends");
            println!("Rust: {} bytes, {}", text.len(), sum);
        }
        """;
}
