using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Cake.Frosting.Tests.Support;

/// <summary>Prints an assembly's public surface, one member a line, in an order that does not change.</summary>
internal static class PublicApi
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance
        | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Of(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            text.Append(Head(type)).Append('\n');
            foreach (var member in Members(type).Order(StringComparer.Ordinal))
            {
                text.Append("    ").Append(member).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Head(Type type)
    {
        var usage = type.GetCustomAttribute<AttributeUsageAttribute>(inherit: false);
        var bases = new[] { type.BaseType }
            .Where(parent => parent is not null && parent != typeof(object))
            .Concat(type.GetInterfaces().Except(type.BaseType?.GetInterfaces() ?? []).Where(one => one.IsVisible))
            .Select(parent => Name(parent!))
            .ToList();
        return (usage is null ? "" : $"[{usage.ValidOn}, Inherited = {usage.Inherited}, AllowMultiple = {usage.AllowMultiple}] ")
            + Modifiers(type) + Kind(type) + Name(type)
            + (bases.Count == 0 ? "" : " : " + string.Join(", ", bases)) + Constraints(type.GetGenericArguments());
    }

    private static string Kind(Type type) => type switch
    {
        { IsInterface: true } => "interface ",
        { IsEnum: true } => "enum ",
        { IsValueType: true } => "struct ",
        _ => "class ",
    };

    private static string Modifiers(Type type) => type switch
    {
        { IsInterface: true } or { IsValueType: true } => "",
        { IsAbstract: true, IsSealed: true } => "static ",
        { IsAbstract: true } => "abstract ",
        { IsSealed: true } => "sealed ",
        _ => "",
    };

    private static IEnumerable<string> Members(Type type)
    {
        foreach (var constructor in type.GetConstructors(Declared).Where(one => one.IsPublic || one.IsFamily))
        {
            yield return $"{(constructor.IsFamily ? "protected " : "")}{Plain(type)}({Parameters(constructor)})";
        }

        foreach (var property in type.GetProperties(Declared).Where(one => Shown(one.GetMethod)))
        {
            yield return $"{Modifiers(property.GetMethod!)}{Name(property.PropertyType)} {property.Name} {{ get;{(Shown(property.SetMethod) ? " set;" : "")} }}";
        }

        foreach (var field in type.GetFields(Declared).Where(one => (one.IsPublic || one.IsFamily) && !one.IsSpecialName))
        {
            yield return field.IsLiteral
                ? $"const {Name(field.FieldType)} {field.Name} = {Convert.ToString(field.GetRawConstantValue(), CultureInfo.InvariantCulture)}"
                : $"{(field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}{Name(field.FieldType)} {field.Name}";
        }

        foreach (var added in type.GetEvents(Declared).Where(one => Shown(one.AddMethod)))
        {
            yield return $"event {Name(added.EventHandlerType!)} {added.Name}";
        }

        // What the compiler gives to every record says nothing.
        foreach (var method in type.GetMethods(Declared).Where(one =>
            Shown(one) && !one.IsSpecialName && !one.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)))
        {
            yield return $"{Modifiers(method)}{Name(method.ReturnType)} {method.Name}{Generics(method)}({Parameters(method)})"
                + Constraints(method.GetGenericArguments());
        }
    }

    /// <summary>An explicit implementation is private, but it is what a caller through the interface meets.</summary>
    private static bool Shown(MethodInfo? method) =>
        method is not null && (method.IsPublic || method.IsFamily || method.Name.Contains('.', StringComparison.Ordinal));

    private static string Modifiers(MethodInfo method) => method switch
    {
        { DeclaringType.IsInterface: true, IsAbstract: false } => "default ",
        { DeclaringType.IsInterface: true } => "",
        { IsPrivate: true } => "explicit ",
        { IsStatic: true } => "static ",
        { IsAbstract: true } => "abstract ",
        { IsVirtual: true, IsFinal: false } => "virtual ",
        _ => "",
    };

    private static string Parameters(MethodBase method)
    {
        var extends = method.IsDefined(typeof(ExtensionAttribute), inherit: false) ? "this " : "";
        return extends + string.Join(", ", method.GetParameters().Select(one => $"{Name(one.ParameterType)} {one.Name}"));
    }

    private static string Constraints(IEnumerable<Type> parameters) => string.Concat(parameters
        .Where(parameter => parameter.IsGenericParameter)
        .Select(parameter => (parameter.Name, List: Constraints(parameter)))
        .Where(parameter => parameter.List.Count > 0)
        .Select(parameter => $" where {parameter.Name} : {string.Join(", ", parameter.List)}"));

    private static List<string> Constraints(Type parameter)
    {
        var flags = parameter.GenericParameterAttributes;
        return
        [
            .. flags.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint) ? new[] { "class" } : [],
            .. parameter.GetGenericParameterConstraints().Select(Name),
            .. flags.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) ? new[] { "new()" } : [],
        ];
    }

    private static string Generics(MethodInfo method) =>
        method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";

    private static string Name(Type type) => type switch
    {
        { IsArray: true } => $"{Name(type.GetElementType()!)}[]",
        { IsByRef: true } => $"{Name(type.GetElementType()!)}&",
        { IsGenericType: true } => $"{Plain(type)}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>",
        { Namespace: "System" or "Cake.Frosting" } => type.Name,
        { IsGenericParameter: true } => type.Name,
        _ => type.FullName ?? type.Name,
    };

    private static string Plain(Type type) =>
        (type.Namespace is "Cake.Frosting" or "System" ? "" : type.Namespace + ".") + type.Name.Split('`')[0];
}
